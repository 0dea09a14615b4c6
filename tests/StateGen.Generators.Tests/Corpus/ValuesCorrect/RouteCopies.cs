using System.Collections.Immutable;

namespace Corpus.ValuesCorrect.RouteCopies;

public sealed record Stop(string Route, string Name, double Kilometres, bool Terminal);

public sealed record Route(string Name, ImmutableList<string> Stops, double Kilometres);

[Operator("valuescorrect.routecopies")]
public sealed partial class RouteBuilder : KeyedOperator<string, Stop, Route>
{
    [State] private partial Route? Current { get; set; }

    protected override void OnEvent(Stop stop, OperatorContext<Route> context)
    {
        var route = Current ?? new Route(Key, [], 0);
        context.Emit(route);
        var stops = route.Stops;
        stops = stops.Add(stop.Name);
        route = route with { Stops = stops, Kilometres = route.Kilometres + stop.Kilometres };
        Current = stop.Terminal ? null : route;
        if (stop.Terminal)
            context.Emit(route);
    }
}

[Operator("valuescorrect.routecopies.prefixes")]
public sealed partial class RoutePrefixes : KeyedOperator<string, Stop, List<string>>
{
    [State] private partial int Stops { get; set; }

    protected override void OnEvent(Stop stop, OperatorContext<List<string>> context)
    {
        Stops++;
        var prefix = new List<string>();
        foreach (var part in stop.Name.Split('/'))
        {
            prefix.Add(part);
            context.Emit([.. prefix]);
        }

        context.Emit(new List<string>(prefix));
        prefix.Reverse();
        var copy = prefix.ToList();
        prefix.Clear();
        context.Emit(copy);
        prefix.Add(stop.Name);
    }
}

public struct Extent
{
    public double Low;
    public double High;
}

[Operator("valuescorrect.routecopies.extent")]
public sealed partial class RouteExtent : KeyedOperator<string, Stop, Extent>
{
    [State] private partial double Kilometres { get; set; }

    protected override void OnEvent(Stop stop, OperatorContext<Extent> context)
    {
        var extent = new Extent { Low = Kilometres };
        for (var i = 0; i < 3; i++)
        {
            extent.High = extent.Low + (i * stop.Kilometres / 3);
            context.Emit(extent);
        }

        Kilometres += stop.Kilometres;
        extent.Low = Kilometres;
    }
}
