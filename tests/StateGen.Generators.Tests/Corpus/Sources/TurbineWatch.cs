namespace Corpus.Sources.TurbineWatch;

public sealed record Rotation(double Rpm, double Vibration);

public sealed record Maintenance(string Turbine, DateTimeOffset Due, string Reason);

[Operator("sources.turbinewatch")]
public sealed partial class TurbineWatch : KeyedOperator<string, Rotation, Maintenance>
{
    private readonly TimeProvider _time;
    private readonly TimeZoneInfo _site;

    public TurbineWatch(TimeProvider time, TimeZoneInfo site)
    {
        _time = time;
        _site = site;
    }

    [State] private partial double Smoothed { get; set; }
    [State] private partial DateTimeOffset? HighSince { get; set; }
    [State] private partial DateOnly? OrderedOn { get; set; }

    private DateTimeOffset SiteTime => TimeZoneInfo.ConvertTime(_time.GetUtcNow(), _site); // expect: SG2010

    protected override void OnEvent(Rotation rotation, OperatorContext<Maintenance> context)
    {
        Smoothed = Smoothed * 0.9 + rotation.Vibration * 0.1;
        switch (Smoothed)
        {
            case < 2.5:
                HighSince = null;
                break;
            case < 4 when HighSince is null:
                HighSince = context.Timestamp;
                context.Timers.RegisterEventTime(context.Timestamp.AddHours(6));
                break;
            case >= 4:
                Order("vibration", context);
                break;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Maintenance> context)
    {
        if (HighSince is { } since && timer.Timestamp - since >= TimeSpan.FromHours(6))
            Order($"raised vibration since {since:u}", context);
    }

    private void Order(string reason, OperatorContext<Maintenance> context)
    {
        var today = DateOnly.FromDateTime(DateTime.Today); // expect: SG2010
        if (OrderedOn == today)
            return;
        OrderedOn = today;
        context.Emit(new Maintenance(Key, SiteTime.AddDays(2), reason));
    }
}

[Operator("sources.turbinewatch.idle")]
public sealed partial class IdleTurbines(TimeProvider clock) : KeyedOperator<string, Rotation, string>
{
    [State] private partial long StoppedAt { get; set; }

    protected override void OnEvent(Rotation rotation, OperatorContext<string> context)
    {
        if (rotation.Rpm > 0.5)
        {
            if (StoppedAt != 0 && clock.GetElapsedTime(StoppedAt) > TimeSpan.FromMinutes(30)) // expect: SG2010
                context.Emit($"{Key} runs again");
            StoppedAt = 0;
            return;
        }

        if (StoppedAt == 0)
            StoppedAt = clock.GetTimestamp(); // expect: SG2010
        if (TimeProvider.System.GetLocalNow() is { Hour: >= 6 and < 18 } local) // expect: SG2010
            context.Emit($"{Key} stands still at {local:t}");
    }
}
