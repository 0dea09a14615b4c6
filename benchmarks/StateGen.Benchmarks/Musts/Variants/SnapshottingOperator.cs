using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>An operator of which a snapshot is always being written on another thread: when one is complete, the next begins after the current batch.</summary>
internal sealed class SnapshottingOperator(KeyedOperator<long, long, long> keyedOperator) : IVariant
{
    private readonly HostedOperator _host = new(keyedOperator);
    private Task _writing = Task.CompletedTask;
    private bool _isFilled;

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var start = 0; start < keys.Length; start += Workload.BatchLength)
        {
            if (_isFilled && _writing.IsCompleted)
                BeginSnapshot();
            var length = Math.Min(Workload.BatchLength, keys.Length - start);
            _host.Process(keys.Slice(start, length), values.Slice(start, length), timestamps.Slice(start, length));
        }
    }

    public void Settle()
    {
        _isFilled = true;
        _writing.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Settle();
        _host.Dispose();
    }

    private void BeginSnapshot()
    {
        _writing.GetAwaiter().GetResult();
        var snapshot = _host.BeginSnapshot();
        _writing = Task.Run(async () =>
        {
            using (snapshot)
                await snapshot.WriteAsync(DiscardedFiles.Instance, CancellationToken.None);
        });
    }
}
