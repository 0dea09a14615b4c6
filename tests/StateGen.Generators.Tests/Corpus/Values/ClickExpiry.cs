namespace Corpus.Values.ClickExpiry;

public sealed record Click(string User, string Banner, DateTimeOffset At);

public sealed record Conversion(string User, string Banner, DateTimeOffset OccurredAt, decimal Value);

[Operator("values.clickexpiry")]
public sealed partial class ClickExpiry : KeyedOperator<string, Click, string>
{
    [State, Ttl(Days = 2)] private partial MapState<DateTimeOffset, string> Open { get; }

    protected override void OnEvent(Click value, OperatorContext<string> context)
    {
        Open[value.At] = value.Banner;
        context.Timers.RegisterEventTime(value.At); // expect: SG2013
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        if (Open.TryGetValue(timer.Timestamp, out var banner))
            context.Emit(banner);
        Open.Remove(timer.Timestamp);
    }
}

[Operator("values.clickexpiry.conversions")]
public sealed partial class ConversionWindow(TimeSpan window) : KeyedOperator<string, Conversion, decimal>
{
    [State] private partial decimal Value { get; set; }

    protected override void OnEvent(Conversion value, OperatorContext<decimal> context)
    {
        Value += value.Value;
        ScheduleClose(value, context.Timers);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<decimal> context)
    {
        context.Emit(Value);
        ClearState();
    }

    private void ScheduleClose(Conversion conversion, TimerService timers) =>
        timers.RegisterEventTime(conversion.OccurredAt.Add(window)); // expect: SG2013
}

[Operator("values.clickexpiry.feed")]
public sealed partial class ConversionFeed : KeyedOperator<string, Conversion, Conversion>
{
    [State] private partial Conversion? Latest { get; set; }

    protected override void OnEvent(Conversion value, OperatorContext<Conversion> context)
    {
        Latest = value;
        DateTimeOffset due = Due(value);
        context.Timers.RegisterEventTime(due); // expect: SG2013
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Conversion> context)
    {
        if (Latest is { } latest)
            context.Emit(latest);
    }

    private static DateTimeOffset Due(Conversion conversion) => conversion.OccurredAt.AddMinutes(5);
}

public static class ClickJobs
{
    public static RunnablePipeline Expired(ISource<Click> clicks, ISink<string> sink) => Pipeline.From(clicks)
        .WithEventTime(e => e.At, TimeSpan.FromSeconds(30))
        .KeyBy(e => e.User)
        .Process(() => new ClickExpiry())
        .To(sink);

    public static RunnablePipeline Conversions(ISource<Conversion> conversions, ISink<Conversion> sink) => Pipeline.From(conversions)
        .WithEventTime(static conversion => conversion.OccurredAt, maxOutOfOrderness: TimeSpan.FromHours(1))
        .KeyBy(conversion => conversion.User)
        .Process(() => new ConversionFeed())
        .To(sink);
}
