using StateGen.Backends;

namespace StateGen.Evolution.Tests;

public sealed class EvolvingProbe<TOperator> : IEvolvingProbe
    where TOperator : EvolvingOperator<TOperator>, new()
{
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public DateTimeOffset? Watermark { get; set; }

    public async Task<OperatorHostSnapshot> StoreAsync(IStateBackend backend, int count, params OperatorHostSnapshot[] restore)
    {
        using var host = await OpenAsync(backend, restore);
        for (var key = 0; key < count; key++)
        {
            var index = key;
            Do(host, key, evolving =>
            {
                evolving.Store(index);
                return null;
            });
        }

        return await host.SnapshotAsync();
    }

    public async Task<(string[] Read, OperatorHostSnapshot Snapshot)> ReadAsync(IStateBackend backend, int count, bool rewrite, params OperatorHostSnapshot[] restore)
    {
        using var host = await OpenAsync(backend, restore);
        var read = Enumerable.Range(0, count).Select(key => Do(host, key, evolving => Show.Text(evolving.Read()))).ToArray();
        for (var key = 0; rewrite && key < count; key++)
        {
            Do(host, key, evolving =>
            {
                evolving.Rewrite();
                return null;
            });
        }

        return (read, await host.SnapshotAsync());
    }

    public async Task<long> CountAsync(IStateBackend backend, OperatorHostSnapshot restore)
    {
        using var host = await OpenAsync(backend, [restore]);
        return host.CountEntries();
    }

    private async Task<OperatorHost<int, Func<TOperator, object?>, string>> OpenAsync(IStateBackend backend, OperatorHostSnapshot[] restore)
    {
        var options = new OperatorHostOptions { Time = Time, Backend = backend, Restore = restore };
        var host = await OperatorHost.OpenAsync(new TOperator(), options, TestContext.Current.CancellationToken);
        if (Watermark is { } watermark)
            host.AdvanceWatermark(watermark);
        return host;
    }

    private static string Do(OperatorHost<int, Func<TOperator, object?>, string> host, int key, Func<TOperator, object?> action)
    {
        host.Process(key, action, DateTimeOffset.UnixEpoch);
        return host.TakeOutput().Single();
    }
}
