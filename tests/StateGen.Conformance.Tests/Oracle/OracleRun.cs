using StateGen.Keys;
using StateGen.TestKit;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Runs a history on generated operators and in the model, and compares after every step.</summary>
internal sealed class OracleRun(BackendUnderTest backend) : IDisposable
{
    private static readonly Command Describe = new(CommandKind.Describe, 0, 0);
    private static readonly Command Clear = new(CommandKind.Clear, 0, 0);

    private readonly ManualTime _time = new();
    private OperatorHost<string, Command[], string>[] _hosts = [];
    private long _watermark;

    public async Task CheckAsync(Step[] history)
    {
        var model = new OracleModel();
        await OpenAsync(1, []);
        foreach (var step in history)
        {
            await ApplyAsync(step, model);
            AssertSameOutput(model);
        }

        DescribeAll(model);
        foreach (var host in _hosts)
            host.CompleteInput();
        model.CompleteInput();
        AssertSameOutput(model);
        Sleep(1_000, model);
        AssertSameOutput(model);
        DescribeAll(model);
        AssertClearingEverythingLeavesNothing(model);
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
            host.Dispose();
    }

    private async Task ApplyAsync(Step step, OracleModel model)
    {
        switch (step)
        {
            case Step.Arrival arrival:
                Process(arrival.Key, arrival.Commands, model);
                break;
            case Step.Watermark watermark:
                Advance(watermark.Milliseconds, model);
                break;
            case Step.Sleep sleep:
                Sleep(sleep.Milliseconds, model);
                break;
            case Step.Restore restore:
                await RestoreAsync(restore.Parallelism);
                DescribeAll(model);
                break;
        }
    }

    private void Process(string key, Command[] commands, OracleModel model)
    {
        OwnerOf(key).Process(key, commands, DateTimeOffset.UnixEpoch);
        model.Process(key, commands);
    }

    private void Advance(int milliseconds, OracleModel model)
    {
        _watermark += milliseconds;
        foreach (var host in _hosts)
            host.AdvanceTo(_watermark);
        model.AdvanceWatermark(_watermark);
    }

    // The clock of each host moves from timer to timer, so the one that they share follows.
    private void Sleep(int milliseconds, OracleModel model)
    {
        var now = _time.Milliseconds + milliseconds;
        foreach (var host in _hosts)
            host.AdvanceProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(now));
        _time.Milliseconds = now;
        model.AdvanceProcessingTime(now);
    }

    private async Task RestoreAsync(int parallelism)
    {
        var snapshots = new List<OperatorHostSnapshot>();
        foreach (var host in _hosts)
        {
            snapshots.Add(await host.SnapshotAsync());
            host.Dispose();
        }

        await OpenAsync(parallelism, snapshots);
    }

    private async Task OpenAsync(int parallelism, List<OperatorHostSnapshot> snapshots)
    {
        _hosts = new OperatorHost<string, Command[], string>[parallelism];
        for (var subtask = 0; subtask < parallelism; subtask++)
        {
            _hosts[subtask] = await OperatorHost.OpenAsync(new OracleProbe(), new()
            {
                Backend = backend.Create(),
                Time = _time,
                ErrorPolicy = ErrorPolicy.Skip,
                Parallelism = parallelism,
                Subtask = subtask,
                Restore = snapshots,
            });
        }
    }

    private void DescribeAll(OracleModel model)
    {
        foreach (var key in StepGenerator.Keys)
            Process(key, [Describe], model);
        Assert.Equal(model.TimerCount, _hosts.Sum(host => host.TimerCount));
        AssertSameOutput(model);
    }

    // What has expired may be there still, or not: after clearing, nothing may be.
    private void AssertClearingEverythingLeavesNothing(OracleModel model)
    {
        foreach (var key in StepGenerator.Keys)
            Process(key, [Clear], model);
        Assert.Equal(0, _hosts.Sum(host => host.CountEntries()));
    }

    private void AssertSameOutput(OracleModel model)
    {
        var expected = model.TakeOutput().ToLookup(line => OwnerOf(line[..line.IndexOf(':', StringComparison.Ordinal)]));
        foreach (var host in _hosts)
            Assert.Equal(expected[host], host.TakeOutput());
    }

    private OperatorHost<string, Command[], string> OwnerOf(string key)
    {
        var group = KeyGroups.Of(StringKeyCodec.Hash(in key), KeyGroups.DefaultMaxParallelism);
        return _hosts[KeyGroups.SubtaskOf(group, KeyGroups.DefaultMaxParallelism, _hosts.Length)];
    }
}
