namespace StateGen.Tests.Operators;

/// <summary>An operator whose events say what it does.</summary>
[Operator("runs")]
internal sealed partial class RunProbe : KeyedOperator<long, Action<RunProbe>, string>
{
    [State]
    internal partial long Count { get; set; }

    [State]
    internal partial string? Text { get; set; }

    [State]
    internal partial MapState<long, long> Seen { get; }

    internal long CurrentKey => Key;

    internal DateTimeOffset Watermark => Context!.Watermark;

#pragma warning disable SG2001 // The actions of the tests use the context within their record.
    internal OperatorContext<string>? Context { get; private set; }
#pragma warning restore SG2001

    internal void Clear() => ClearState();

    protected override void OnEvent(Action<RunProbe> value, OperatorContext<string> context)
    {
#pragma warning disable SG2008 // As above.
        Context = context;
#pragma warning restore SG2008
        value(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) =>
        context.Emit($"timer {Key} at {timer.Timestamp.ToUnixTimeMilliseconds()} with {Count}");
}
