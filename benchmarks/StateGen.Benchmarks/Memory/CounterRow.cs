namespace StateGen.Benchmarks.Memory;

/// <summary>The three numbers in one row, for hand-written variants.</summary>
internal struct CounterRow
{
    public long Count;
    public long Sum;
    public long Maximum;

    public void Add(long value)
    {
        Count++;
        Sum += value;
        Maximum = Math.Max(Maximum, value);
    }
}
