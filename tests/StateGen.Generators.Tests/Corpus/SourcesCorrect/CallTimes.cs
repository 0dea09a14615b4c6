using System.Diagnostics;

namespace Corpus.SourcesCorrect.CallTimes;

public sealed record Leg(long StartTicks, long EndTicks, DateTimeOffset At, string Cell);

[Operator("sourcescorrect.calltimes")]
public sealed partial class CallTimes(TimeZoneInfo zone) : KeyedOperator<string, Leg, TimeSpan>
{
    [State] private partial TimeSpan Longest { get; set; }
    [State] private partial DateOnly? Day { get; set; }

    protected override void OnEvent(Leg leg, OperatorContext<TimeSpan> context)
    {
        var length = Stopwatch.GetElapsedTime(leg.StartTicks, leg.EndTicks);
        var local = TimeZoneInfo.ConvertTime(context.Timestamp, zone);
        var day = DateOnly.FromDateTime(local.Date);
        if (Day != day)
            Longest = TimeSpan.Zero;
        Day = day;
        if (length <= Longest)
            return;
        Longest = length;
        context.Emit(length);
    }

    // For the tuning tool.
    public static TimeSpan Measure(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<TimeSpan> context)
    {
        var weekday = DateTime.SpecifyKind(timer.Timestamp.UtcDateTime, DateTimeKind.Utc).DayOfWeek;
        if (weekday == DayOfWeek.Sunday)
            context.Emit(DateTime.UnixEpoch.AddDays(1) - DateTime.UnixEpoch);
    }
}
