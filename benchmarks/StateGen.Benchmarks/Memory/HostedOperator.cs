namespace StateGen.Benchmarks.Memory;

/// <summary>An operator on the memory backend that processes records in the engine's batches.</summary>
internal sealed class HostedOperator(KeyedOperator<long, long, long> keyedOperator) : IVariant
{
    private readonly OperatorHost<long, long, long> _host = OperatorHost.OpenAsync(keyedOperator, new()).GetAwaiter().GetResult();

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var start = 0; start < keys.Length; start += Workload.BatchLength)
        {
            var length = Math.Min(Workload.BatchLength, keys.Length - start);
            _host.ProcessBatch(keys.Slice(start, length), values.Slice(start, length), timestamps.Slice(start, length));
        }
    }

    public void Dispose() => _host.Dispose();
}
