namespace Corpus.Industry.ParkingSessions;

public readonly record struct BarrierEvent(string Plate, bool Entering, string Gate);

public sealed class Session
{
    public DateTimeOffset EnteredAt { get; set; }

    public List<string> Gates { get; set; } = [];
}

[Operator("industry.parkingsessions")]
internal sealed partial class ParkingSessions : KeyedOperator<string, BarrierEvent, TimeSpan>
{
    [State(Copy = true)] private partial Session? Open { get; set; }

    [State, Ttl(Days = 30)] private partial ListState<string> Visits { get; }

    protected override void OnEvent(BarrierEvent value, OperatorContext<TimeSpan> context)
    {
        var end = context.Timestamp + TimeSpan.FromHours(24);
        context.Timers.RegisterEventTime(end); // expect: SG2013

        if (value.Entering)
        {
            Open = new Session { EnteredAt = context.Timestamp };
            Open.Gates.Add(value.Gate); // expect: SG2007
        }
        else if (Open is { EnteredAt: var start })
        {
            context.Emit(context.Timestamp - start);
            var earlier = Visits.ToArray();
            Visits.Clear(); // expect: SG2012
            Visits.AddRange(earlier);
            Visits.Add($"{value.Plate} {start:O}");
            Open = null;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<TimeSpan> context)
    {
        if (Open is null || Open.EnteredAt > timer.Timestamp.AddHours(-24))
            return;
        context.Emit(TimeSpan.FromHours(24));
        Open.EnteredAt = timer.Timestamp; // expect: SG2007
    }
}
