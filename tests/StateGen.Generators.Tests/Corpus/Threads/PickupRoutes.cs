namespace Corpus.Threads.PickupRoutes;

public sealed record Stop(string Address, int Boxes, DateTimeOffset Due);

[Operator("threads.pickup-routes")]
public sealed partial class PickupRoutes : KeyedOperator<int, Stop, string>
{
    [State] private partial MapState<string, Stop> Stops { get; }

    [State, Ttl(Days = 14)] private partial ListState<string> Visited { get; }

    protected override void OnEvent(Stop stop, OperatorContext<string> context)
    {
        foreach (var address in Overdue(stop.Due)) // expect: SG2009
        {
            context.Emit($"{address} is overdue");
            Stops.Remove(address);
        }

        Stops[stop.Address] = stop;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        var repeated = Repeated();
        foreach (var address in repeated) // expect: SG2009
            Visited.Add(address);

        foreach (var stop in Heavy(20).OfType<Stop>()) // expect: SG2009
            Split(stop);
        context.Emit($"route {Key}");
    }

    private IEnumerable<string> Overdue(DateTimeOffset now)
    {
        foreach (var (address, stop) in Stops)
        {
            if (stop.Due < now)
                yield return address;
        }
    }

    private IEnumerable<string> Repeated()
    {
        var last = "";
        foreach (var address in Visited)
        {
            if (address == last)
                yield return address;
            last = address;
        }
    }

    private IEnumerable<Stop> Heavy(int boxes)
    {
        foreach (var stop in Stops.Values)
        {
            if (stop.Boxes <= boxes)
                continue;
            yield return stop;
        }
    }

    private void Split(Stop stop)
    {
        var half = stop.Boxes / 2;
        Stops[stop.Address] = stop with { Boxes = half };
        Stops[$"{stop.Address} (2)"] = stop with { Boxes = stop.Boxes - half };
    }
}

[Operator("threads.pickup-routes.drivers")]
public sealed partial class Drivers : KeyedOperator<int, Stop, string>
{
    [State] private partial MapState<string, int> Boxes { get; }

    [State] private partial ListState<Stop> Open { get; }

    [State] private partial DateTimeOffset? Finished { get; set; }

    protected override void OnEvent(Stop stop, OperatorContext<string> context)
    {
        Open.Add(stop);
        Boxes[stop.Address] = stop.Boxes;
        foreach (var open in Open) // expect: SG2009
        {
            if (open.Due < context.Timestamp)
            {
                context.Emit($"{Key} missed {open.Address}");
                ClearState();
            }
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Finished = timer.Timestamp;
        foreach (var (address, boxes) in Boxes) // expect: SG2009
        {
            if (boxes == 0)
                Reset();
            else
                context.Emit(address);
        }
    }

    private void Reset()
    {
        var finished = Finished;
        ClearState();
        Finished = finished;
    }
}
