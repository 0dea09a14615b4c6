namespace StateGen.Benchmarks.Memory;

/// <summary>One way to keep three numbers per key. Every record reads and writes all three.</summary>
internal interface IVariant : IDisposable
{
    /// <summary>Processes records in order.</summary>
    void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps);
}
