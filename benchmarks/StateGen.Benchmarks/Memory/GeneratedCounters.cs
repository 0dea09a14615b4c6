namespace StateGen.Benchmarks.Memory;

/// <summary>The operator as a user writes it, with generated accessors.</summary>
[Operator("counters")]
internal sealed partial class GeneratedCounters : KeyedOperator<long, long, long>
{
    [State]
    private partial long Count { get; set; }

    [State]
    private partial long Sum { get; set; }

    [State]
    private partial long Maximum { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Count++;
        Sum += value;
        Maximum = Math.Max(Maximum, value);
    }
}
