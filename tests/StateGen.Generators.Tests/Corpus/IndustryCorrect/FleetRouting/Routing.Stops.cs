using System.Runtime.InteropServices;

namespace Corpus.IndustryCorrect.FleetRouting;

public sealed partial class Routing
{
    private void Plan(string route, Stop stop)
    {
        var stops = StopsByRoute ?? [];
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(stops, route, out var known);
        if (!known)
            list = [];
        list!.Add(stop);
        StopsByRoute = stops;
    }

    private void Complete(string route, string stopId)
    {
        var routes = StopsByRoute;
        if (routes?.GetValueOrDefault(route)?.Find(stop => stop.Id == stopId) is not { } stop)
            return;
        stop.Done = true;
        StopsByRoute = routes;
    }

    private void CancelRoute(string route)
    {
        var all = StopsByRoute ?? [];
        foreach (var (name, stops) in all)
        {
            if (name == route || name.StartsWith(route + "/", StringComparison.Ordinal))
                stops.Clear();
        }
        StopsByRoute = all;
    }

    private void Evict(string vehicleId) => Vehicles.Remove(vehicleId);

    private void EndShift()
    {
        using (var cursor = Vehicles.OpenCursor())
        {
            while (cursor.MoveNext())
            {
                if (cursor.Current.Value.IdleMinutes > idleLimit)
                    cursor.RemoveCurrent();
            }
        }

        var parked = Vehicles.Where(entry => entry.Value.IdleMinutes > 5).Select(entry => entry.Key).ToList();
        foreach (var id in parked)
            Vehicles.Remove(id);
    }

    private void Announce(string vehicleId, string route, OperatorContext<Order> context)
    {
        if (StopsByRoute?.GetValueOrDefault(route) is not { Count: > 0 } stops)
            return;
        var order = new Order($"{Key} ({Unit})", vehicleId, "");
        foreach (var stop in stops)
        {
            if (stop.Done)
                continue;
            order = order with { StopId = stop.Id };
            context.Emit(order);
        }
    }
}
