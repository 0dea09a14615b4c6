namespace Corpus.Values.ParkingTickets;

public sealed record Entry(string Plate, string Garage, DateTimeOffset EnteredAt, TimeSpan Paid, bool Subscriber);

public sealed record Overstay(string Plate, string Garage, DateTimeOffset Since);

[Operator("values.parkingtickets")]
public sealed partial class ParkingTickets : KeyedOperator<string, Entry, Overstay>
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    [State] private partial string? Garage { get; set; }

    protected override void OnEvent(Entry entry, OperatorContext<Overstay> context)
    {
        Garage = entry.Garage;
        context.Timers.RegisterEventTime(entry.EnteredAt + Grace); // expect: SG2013
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Overstay> context) =>
        context.Emit(new Overstay(Key, Garage ?? "?", timer.Timestamp - Grace));
}

[Operator("values.parkingtickets.spots")]
public sealed partial class SpotOccupancy : KeyedOperator<string, Entry, int>
{
    [State] private partial int Occupied { get; set; }

    protected override void OnEvent(Entry entry, OperatorContext<int> context)
    {
        Occupied++;
        var timers = context.Timers;
        var now = context.Timestamp;
        var leaves = now.AddHours(2);
        timers.RegisterEventTime(leaves); // expect: SG2013
        if (Occupied % 100 == 0)
            context.Emit(Occupied);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => Occupied--;
}

[Operator("values.parkingtickets.tariff")]
public sealed partial class TariffChange : KeyedOperator<string, Entry, string>
{
    [State] private partial long Entries { get; set; }

    protected override void OnEvent(Entry entry, OperatorContext<string> context)
    {
        Entries++;
        if (entry.Subscriber)
        {
            context.Emit($"{Key} subscriber {Entries}");
            context.Timers.RegisterEventTime(context.Timestamp.AddDays(1)); // expect: SG2013
        }
        else
        {
            context.Timers.RegisterEventTime(context.Timestamp.AddHours(1)); // expect: SG2013
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => context.Emit($"{Key} changes tariff");
}

public static class ParkingJobs
{
    public static RunnablePipeline Overstays(ISource<Entry> entries, ISink<Overstay> sink) => Pipeline.From(entries)
        .WithEventTime(entry => entry.EnteredAt, maxOutOfOrderness: TimeSpan.FromMinutes(2))
        .KeyBy(entry => entry.Plate)
        .Process(() => new ParkingTickets())
        .To(sink);
}
