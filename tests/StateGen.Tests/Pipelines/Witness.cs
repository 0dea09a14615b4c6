namespace StateGen.Tests.Pipelines;

/// <summary>Emits all that an operator can see: events, timers, their order, and the watermark at each. Registers a timer for each event, some of them for times already passed.</summary>
internal sealed class Witness(string id = "witness") : TotalOperator<Reading, Reading>(id)
{
    protected override void OnEvent(Reading value, OperatorContext<Reading> context)
    {
        Count++;
        Sum = unchecked((Sum * 31) + value.Value + (Seen(context) * 7));
        if (value.Value % 3 == 0)
            context.Timers.RegisterEventTime(value.Time.AddMilliseconds(value.Value % 200));
        context.Emit(new(Key, Sum, context.Timestamp.ToUnixTimeMilliseconds()));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Reading> context)
    {
        Sum = unchecked((Sum * 31) + Seen(context));
        context.Emit(new(Key, Sum, timer.Timestamp.ToUnixTimeMilliseconds()));
    }

    private static long Seen(OperatorContext<Reading> context) => context.Watermark.ToUnixTimeMilliseconds() % 1_000_003;
}
