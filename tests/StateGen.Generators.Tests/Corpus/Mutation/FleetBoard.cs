namespace Corpus.Mutation.FleetBoard;

public sealed record Position(string Vehicle, double Speed, int Kind);

public sealed class Trip
{
    public double Distance { get; set; }

    public bool Closed { get; set; }

    public List<Stop> Stops { get; set; } = [];
}

public sealed class Stop
{
    public string Name { get; set; } = "";

    public bool Visited { get; set; }

    public int[] Waits { get; set; } = [];
}

[Operator("mutation.fleet-board")]
internal sealed partial class FleetBoard : KeyedOperator<string, Position, int>
{
    [State(Copy = true), Ttl(Days = 7)] private partial MapState<string, Trip> Trips { get; }

    [State(Copy = true), Ttl(Days = 7)] private partial MapState<int, List<double>> Speeds { get; }

    [State(Copy = true), Ttl(Days = 1)] private partial ListState<Stop> Planned { get; }

    [State(Copy = true)] private partial Trip? Own { get; set; }

    [State(Copy = true)] private partial List<Stop>? Spare { get; set; }

    protected override void OnEvent(Position value, OperatorContext<int> context)
    {
        switch (value.Kind)
        {
            case 0:
                foreach (var trip in Trips.Values)
                {
                    if (trip.Distance > 400)
                        trip.Closed = true; // expect: SG2007
                }

                break;
            case 1:
                foreach (var (_, speeds) in Speeds)
                    speeds.RemoveAll(speed => speed < value.Speed); // expect: SG2007
                break;
            case 2:
                foreach (var entry in Trips)
                {
                    if (entry.Key == value.Vehicle)
                        entry.Value.Distance += value.Speed / 60; // expect: SG2007
                }

                break;
            case 3:
                foreach (var stop in Planned)
                    stop.Visited |= stop.Name == value.Vehicle; // expect: SG2007
                break;
            case 4:
                foreach (var stop in Own?.Stops ?? [])
                    stop.Visited = false; // expect: SG2007
                break;
            case 5:
                MarkSpare(value);
                break;
            default:
                context.Emit(Planned.Count(stop => stop.Visited));
                break;
        }
    }

    private void MarkSpare(Position value)
    {
        if (Spare is null)
            return;
        foreach (var stop in Spare.Where(stop => !stop.Visited).OrderBy(stop => stop.Name))
        {
            if (stop.Waits.Length > 0)
                stop.Waits[0] += (int)value.Speed; // expect: SG2007
        }

        foreach (var (name, trip) in Trips.ToList())
        {
            trip.Stops.AddRange(Spare);
            Trips[name] = trip;
            foreach (var stop in trip.Stops)
                stop.Visited = true; // expect: SG2007
        }
    }
}
