namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator whose events are the code that it runs, with states that live for 100 ms.</summary>
[Operator("fading")]
public sealed partial class FadingProbe : KeyedOperator<string, Action<FadingProbe>, string>
{
    [State]
    [Ttl(Milliseconds = 100)]
    public partial long Number { get; set; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial string? Text { get; set; }

    [State]
    public partial long Permanent { get; set; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial MapState<string, long> Map { get; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial ListState<long> List { get; }

    public void Clear() => ClearState();

    protected override void OnEvent(Action<FadingProbe> value, OperatorContext<string> context) => value(this);
}
