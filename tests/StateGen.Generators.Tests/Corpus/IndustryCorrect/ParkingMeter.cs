namespace Corpus.IndustryCorrect.ParkingMeter;

public readonly record struct BarrierEvent(string Plate, bool Entering, string Gate);

public sealed class Session
{
    public DateTimeOffset EnteredAt { get; set; }

    public List<string> Gates { get; set; } = [];
}

[Operator("industrycorrect.parkingmeter")]
internal sealed partial class ParkingMeter : KeyedOperator<string, BarrierEvent, TimeSpan>
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [State(Copy = true)] private partial Session? Open { get; set; }

    [State, Ttl(Days = 30)] private partial ListState<string> Visits { get; }

    protected override void OnEvent(BarrierEvent value, OperatorContext<TimeSpan> context)
    {
        if (value.Entering)
        {
            var session = new Session { EnteredAt = context.Timestamp };
            session.Gates.Add(value.Gate);
            Open = session;
            context.Timers.RegisterEventTime(session.EnteredAt + Day);
        }
        else if (Open is { EnteredAt: var start })
        {
            context.Timers.DeleteEventTime(start + Day);
            context.Emit(context.Timestamp - start);
            Visits.AddRange([$"{value.Plate} {start:O}"]);
            Open = null;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<TimeSpan> context)
    {
        if (Open is not { } session || session.EnteredAt > timer.Timestamp - Day)
            return;
        context.Emit(Day);
        session.EnteredAt = timer.Timestamp;
        Open = session;
        var latest = Visits.TakeLast(3).ToArray();
        Visits.Clear();
        Visits.AddRange(latest);
    }
}
