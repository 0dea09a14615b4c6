namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator whose events are the code that it runs, with states that can be changed in place and are copied.</summary>
[Operator("copy")]
public sealed partial class CopyProbe : KeyedOperator<string, Action<CopyProbe>, string>
{
    [State(Copy = true)]
    public partial List<int>? Numbers { get; set; }

    [State(Copy = true)]
    public partial Basket? Basket { get; set; }

    [State(Copy = true)]
    public partial MapState<string, Basket> Map { get; }

    [State(Copy = true)]
    public partial ListState<int[]> List { get; }

    protected override void OnEvent(Action<CopyProbe> value, OperatorContext<string> context) => value(this);
}
