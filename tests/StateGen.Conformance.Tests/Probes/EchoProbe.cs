namespace StateGen.Conformance.Tests.Probes;

/// <summary>Emits each event with its number under the key.</summary>
[Operator("echo")]
public sealed partial class EchoProbe : KeyedOperator<string, string, string>
{
    [State]
    private partial long Count { get; set; }

    protected override void OnEvent(string value, OperatorContext<string> context) => context.Emit($"{value} {++Count}");
}
