using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Operators;

/// <summary>Keeps a number for a second of event time, and tells at each event what it finds. Each other key has a timer.</summary>
[Operator("event-clock")]
internal sealed partial class EventClockProbe(Action onTimer) : KeyedOperator<string, Reading, string>
{
    public const string Kept = "kept";

    [State]
    [Ttl(Seconds = 1, Clock = TtlClock.EventTime)]
    internal partial long Number { get; set; }

    protected override void OnEvent(Reading value, OperatorContext<string> context)
    {
        if (Key == Kept)
            context.Emit($"found {Number}");
        else
            context.Timers.RegisterEventTime(value.Time.AddMinutes(1));
        Number = 7;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => onTimer();
}
