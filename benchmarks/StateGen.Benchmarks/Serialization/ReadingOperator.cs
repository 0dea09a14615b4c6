namespace StateGen.Benchmarks.Serialization;

/// <summary>Keeps a reading, so that the generator creates its codec.</summary>
[Operator("readings")]
internal sealed partial class ReadingOperator : KeyedOperator<long, Reading, long>
{
    [State]
    internal partial Reading? Latest { get; set; }

    protected override void OnEvent(Reading value, OperatorContext<long> context) => Latest = value;
}
