using StateGen.Backends;

namespace StateGen.Benchmarks.Memory;

/// <summary>An operator, on the memory backend unless another is given, that processes records in the engine's batches.</summary>
internal sealed class HostedOperator(KeyedOperator<long, long, long> keyedOperator, TimeProvider? time = null, IStateBackend? backend = null) : IVariant
{
    private readonly OperatorHost<long, long, long> _host =
        OperatorHost.OpenAsync(keyedOperator, new() { Time = time ?? TimeProvider.System, Backend = backend ?? MemoryBackend.Default }).GetAwaiter().GetResult();

    /// <summary>Gets a value indicating whether the watermark follows the records at the end of each batch, so that timers fire.</summary>
    public bool FiresTimers { get; init; }

    /// <summary>Gets a value indicating whether the processing time follows the records, too. The time provider must not be ahead of them.</summary>
    public bool FiresProcessingTimers { get; init; }

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var start = 0; start < keys.Length; start += Workload.BatchLength)
        {
            var length = Math.Min(Workload.BatchLength, keys.Length - start);
            _host.ProcessBatch(keys.Slice(start, length), values.Slice(start, length), timestamps.Slice(start, length));
            if (FiresTimers)
                _host.AdvanceWatermark(EventTime.ToTimestamp(timestamps[start + length - 1]));
            if (FiresProcessingTimers)
                _host.AdvanceProcessingTime(EventTime.ToTimestamp(timestamps[start + length - 1]));
            _host.DiscardOutput();
        }
    }

    public StateSnapshot BeginSnapshot() => _host.Store.BeginSnapshot();

    public OperatorHostSnapshot TakeSnapshot(CancellationToken cancellationToken) => _host.SnapshotAsync(cancellationToken).GetAwaiter().GetResult();

    public void Dispose() => _host.Dispose();
}
