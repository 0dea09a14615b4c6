namespace Corpus.ValuesCorrect.TripWindows;

public sealed record Trip(string Vehicle, DateTimeOffset StartedAt, double Kilometres, bool Electric);

public sealed record HourTotal(string Vehicle, DateTimeOffset Hour, double Kilometres);

[Operator("valuescorrect.tripwindows")]
public sealed partial class HourlyTrips : KeyedOperator<string, Trip, HourTotal>
{
    [State, Ttl(Days = 2)] private partial MapState<DateTimeOffset, double> ByHour { get; }

    protected override void OnEvent(Trip trip, OperatorContext<HourTotal> context)
    {
        var end = EndOfHour(trip.StartedAt);
        ByHour[end] = ByHour.GetValueOrDefault(end) + trip.Kilometres;
        context.Timers.RegisterEventTime(end);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<HourTotal> context)
    {
        if (ByHour.TryGetValue(timer.Timestamp, out var kilometres))
            context.Emit(new HourTotal(Key, timer.Timestamp.AddHours(-1), kilometres));
        ByHour.Remove(timer.Timestamp);
    }

    private static DateTimeOffset EndOfHour(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour);
        return new DateTimeOffset(ticks, TimeSpan.Zero).AddHours(1);
    }
}

[Operator("valuescorrect.tripwindows.daily")]
public sealed partial class DailyTrips : KeyedOperator<string, Trip, double>
{
    [State] private partial double Kilometres { get; set; }

    [State] private partial bool Scheduled { get; set; }

    protected override void OnEvent(Trip trip, OperatorContext<double> context)
    {
        Kilometres += trip.Kilometres;
        var due = context.Timestamp.AddDays(1);
        if (Scheduled)
            return;
        Scheduled = true;
        context.Timers.RegisterEventTime(due);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<double> context)
    {
        context.Emit(Kilometres);
        ClearState();
    }
}

[Operator("valuescorrect.tripwindows.idle")]
public sealed partial class IdleVehicles(TimeSpan patience) : KeyedOperator<string, Trip, string>
{
    [State] private partial DateTimeOffset? Deadline { get; set; }

    [State] private partial DateTimeOffset Renewal { get; set; }

    protected override void OnEvent(Trip trip, OperatorContext<string> context)
    {
        Move(context.Timers, trip.StartedAt + patience);
        if (Renewal == default)
            Renewal = new DateTimeOffset(trip.StartedAt.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero);
        context.Timers.RegisterEventTime(Renewal);
        if (trip.Electric)
            context.Timers.RegisterEventTime(new DateTimeOffset(context.Timestamp.UtcDateTime.Date, TimeSpan.Zero).AddDays(1));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        if (timer.Timestamp == Deadline)
            context.Emit($"{Key} is idle");
        else if (timer.Timestamp == Renewal)
            context.Emit($"{Key} must renew its permit");
    }

    private void Move(TimerService timers, DateTimeOffset deadline)
    {
        if (Deadline is { } previous)
            timers.DeleteEventTime(previous);
        Deadline = deadline;
        timers.RegisterEventTime(deadline);
    }
}

public static class TripJobs
{
    public static RunnablePipeline Idle(ISource<Trip> trips, ISink<string> sink) => Pipeline.From(trips)
        .WithEventTime(trip => trip.StartedAt, maxOutOfOrderness: TimeSpan.FromMinutes(10))
        .KeyBy(trip => trip.Vehicle)
        .Process(() => new IdleVehicles(TimeSpan.FromHours(4)))
        .To(sink);
}
