using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Ambulances;

public sealed record Ping(string Unit, double Latitude, double Longitude, string Crew, DateTimeOffset SentAt);

public sealed record Trail(string Unit, List<Ping> Pings);

public sealed record Shift(string Unit, Dictionary<string, int> PerCrew);

public sealed class Leg
{
    public double From { get; set; }

    public double To { get; set; }
}

public sealed class Route
{
    public Stack<Leg> Legs { get; set; } = new();

    public Leg? Open { get; set; }

    public void Close(double at)
    {
        if (Open is not { } open)
            return;
        open.To = at;
        Legs.Push(open);
        Open = null;
    }
}

public interface IRouteVisitor
{
    void Visit(Route route);
}

public sealed class Closer(double at) : IRouteVisitor
{
    public void Visit(Route route) => route.Close(at);
}

public sealed class Meter : IRouteVisitor
{
    public double Length { get; private set; }

    public void Visit(Route route) => Length += route.Legs.Sum(leg => leg.To - leg.From);
}

[Operator("ambulance-trails")]
public sealed partial class Trails : KeyedOperator<string, Ping, Trail>
{
    private List<Ping> _pings = []; // expect: SG2001

    [State(Copy = true)] private partial Route? Route { get; set; }
    [State(Copy = true), Ttl(Hours = 12)] private partial ListState<Route> Done { get; }

    protected override void OnEvent(Ping ping, OperatorContext<Trail> context)
    {
        _pings.Add(ping);
        if (_pings.Count >= 50)
        {
            context.Emit(new Trail(Key, [.. _pings]));
            _pings = [];
        }

        if (Route is null)
        {
            Route = new Route { Open = new Leg { From = ping.Latitude } };
            return;
        }

        var route = Route;
        if (ping.Crew.Length == 0)
        {
            new Closer(ping.Latitude).Visit(route); // expect: SG2007
            return;
        }

        var meter = new Meter();
        meter.Visit(route);
        if (meter.Length > 100)
        {
            route.Close(ping.Latitude);
            Done.Add(route);
            Route = null;
        }
        else if (route.Open is { } open)
        {
            (open.From, open.To) = (open.To, ping.Latitude); // expect: SG2007
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Trail> context)
    {
        var lengths = 0d;
        foreach (var route in Done)
        {
            while (route.Legs.TryPop(out var leg)) // expect: SG2007
                lengths += leg.To - leg.From;
        }

        foreach (var (first, second) in Done.Zip(Done.Skip(1)))
            first.Open = second.Open; // expect: SG2007

        if (lengths > 1_000)
            ClearState();
    }
}

[Operator("ambulance-shifts")]
public sealed partial class Shifts : KeyedOperator<string, Ping, Shift>
{
    [State] private partial int Pings { get; set; }

    protected override void OnEvent(Ping ping, OperatorContext<Shift> context)
    {
        Pings++;
        var perCrew = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in ping.Crew.Split(','))
        {
            perCrew[name] = Pings;
            context.Emit(new Shift(Key, perCrew)); // expect: SG2014
        }

        var once = new Dictionary<string, int>(StringComparer.Ordinal) { [ping.Unit] = Pings };
        context.Emit(new Shift(Key, new Dictionary<string, int>(once, StringComparer.Ordinal)));
        once.Clear();
    }
}
