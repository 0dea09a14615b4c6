namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator that has nothing but a list.</summary>
[Operator("list-only")]
public sealed partial class ListProbe : KeyedOperator<string, string, long>
{
    [State]
    private partial ListState<string> Lines { get; }

    protected override void OnEvent(string value, OperatorContext<long> context) => Lines.Add(value);
}
