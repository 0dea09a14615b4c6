namespace StateGen.Tests.Operators;

/// <summary>An operator with a second method of the name that the engine calls, which would also fit its events.</summary>
[Operator("overloaded")]
internal sealed partial class OverloadedProbe : KeyedOperator<string, string, string>
{
    [State]
    private partial long Count { get; set; }

    protected override void OnEvent(string value, OperatorContext<string> context)
    {
        Count++;
        OnEvent((object)$"{Count}:{value}", context);
    }

#pragma warning disable CA1061 // The overload that hides the callback is what the test is about.
    private static void OnEvent(object value, OperatorContext<string> context) => context.Emit($"{value}");
#pragma warning restore CA1061
}
