namespace StateGen.Benchmarks.Memory;

/// <summary>One way to keep state per key. All variants that are compared do the same work for each record.</summary>
internal interface IVariant : IDisposable
{
    /// <summary>Processes records in order.</summary>
    void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps);

    /// <summary>Waits for work in the background, so that it does not disturb the variant that is measured next. Called after the fill and after each pass.</summary>
    void Settle()
    {
    }
}
