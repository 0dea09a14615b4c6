namespace Corpus.DeclarationsCorrect.Sessions;

public enum Device
{
    Phone,
    Tablet,
    Desktop,
}

public sealed record Click(string Page, Device Device, DateTimeOffset At);

[Operator("declarationscorrect.sessions")]
public sealed partial class Sessions : KeyedOperator<string, Click, long>
{
    private const int Minute = 1;

    [State, Ttl(Minutes = 30 * Minute)] private partial long Pages { get; set; }
    [State, Ttl(Days = 1, Hours = 12)] private partial MapState<string, long> Visits { get; }
    [State] private partial MapState<Device, long> Devices { get; }
    [State] private partial MapState<string, long> Totals { get; }
    [State] private partial ListState<Click> Trail { get; }
    [State] private partial MapState<DateOnly, long> Days { get; }

    protected override void OnEvent(Click click, OperatorContext<long> context)
    {
        if (++Pages == 1)
            context.Timers.RegisterEventTime(context.Timestamp.AddMinutes(30));
        Visits[click.Page] = Visits.GetValueOrDefault(click.Page) + 1;
        Devices[click.Device] = Devices.GetValueOrDefault(click.Device) + 1;
        Totals["clicks"] = Totals.GetValueOrDefault("clicks") + 1;
        Trail.Add(click);
        var day = DateOnly.FromDateTime(click.At.UtcDateTime);
        Days[day] = Days.GetValueOrDefault(day) + 1;
        Days.Remove(day.AddDays(-7));
        context.Emit(Pages);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        context.Emit(Trail.Select(click => click.Page).Distinct().LongCount());
        Trail.Clear();
    }
}

[Operator("declarationscorrect.sessions.uniques")]
public sealed partial class UniqueVisitors : KeyedOperator<DateOnly, Click, long>
{
    [State] private partial bool Scheduled { get; set; }
    [State] private partial MapState<string, bool> Pages { get; }
    [State] private partial MapState<(string Page, int Hour), int> Hours { get; }

    protected override void OnEvent(Click click, OperatorContext<long> context)
    {
        Pages[click.Page] = true;
        Hours[(click.Page, click.At.Hour)] = 1;
        if (Scheduled)
            return;
        Scheduled = true;
        context.Timers.RegisterEventTime(new DateTimeOffset(Key.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        context.Emit(Pages.Count);
        ClearState();
    }
}
