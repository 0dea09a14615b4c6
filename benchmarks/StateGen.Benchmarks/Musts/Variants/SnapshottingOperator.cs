using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>
/// An operator of which a snapshot is always being written on another thread: when one is complete, the next begins after the current batch. If there is another
/// operator, with the same state, the snapshots are of that one: what the writer alone costs, because two threads share the memory and perhaps a core.
/// </summary>
/// <param name="keyedOperator">The operator that is measured.</param>
/// <param name="other">The operator of which snapshots are written; null for the one that is measured.</param>
internal sealed class SnapshottingOperator(KeyedOperator<long, long, long> keyedOperator, KeyedOperator<long, long, long>? other = null) : IVariant
{
    private readonly HostedOperator _host = new(keyedOperator);
    private readonly HostedOperator? _other = other is null ? null : new(other);
    private Task _writing = Task.CompletedTask;
    private bool _isFilled;

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var start = 0; start < keys.Length; start += Workload.BatchLength)
        {
            if (_isFilled && _writing.IsCompleted)
                BeginSnapshot();
            var length = Math.Min(Workload.BatchLength, keys.Length - start);
            if (!_isFilled)
                _other?.Process(keys.Slice(start, length), values.Slice(start, length), timestamps.Slice(start, length));
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
        _other?.Dispose();
    }

    private void BeginSnapshot()
    {
        _writing.GetAwaiter().GetResult();
        var snapshot = (_other ?? _host).BeginSnapshot();
        _writing = Task.Run(async () =>
        {
            using (snapshot)
                await snapshot.WriteAsync(DiscardedFiles.Instance, CancellationToken.None);
        });
    }
}
