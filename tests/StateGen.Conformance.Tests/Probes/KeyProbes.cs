namespace StateGen.Conformance.Tests.Probes;

public readonly record struct CompositeKey(string Name, int Number, string? Note);

[Operator("by-decimal")]
public sealed partial class DecimalProbe : KeyedOperator<decimal, int, decimal>
{
    [State]
    private partial long Count { get; set; }

    protected override void OnEvent(int value, OperatorContext<decimal> context)
    {
        Count++;
        context.Emit(Key);
        context.Emit(Count);
    }
}

[Operator("by-double")]
public sealed partial class DoubleProbe : KeyedOperator<double, int, long>
{
    [State]
    private partial long Count { get; set; }

    protected override void OnEvent(int value, OperatorContext<long> context) => context.Emit(++Count);
}

[Operator("by-time")]
public sealed partial class TimeProbe : KeyedOperator<DateTime, int, long>
{
    [State]
    private partial long Count { get; set; }

    protected override void OnEvent(int value, OperatorContext<long> context) => context.Emit(++Count);
}

[Operator("by-composite")]
public sealed partial class CompositeProbe : KeyedOperator<CompositeKey, int, long>
{
    [State]
    private partial long Count { get; set; }

    protected override void OnEvent(int value, OperatorContext<long> context) => context.Emit(++Count);
}
