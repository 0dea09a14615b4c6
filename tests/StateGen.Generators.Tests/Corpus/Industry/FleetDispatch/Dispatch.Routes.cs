using System.Runtime.InteropServices;

namespace Corpus.Industry.FleetDispatch;

public sealed partial class Dispatch
{
    private void Plan(string route, Stop stop)
    {
        var stops = StopsByRoute ?? [];
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(stops, route, out var known);
        if (!known)
            list = [];
        list!.Add(stop); // expect: SG2007
    }

    private void Complete(string route, string stopId)
    {
        if (StopsByRoute is not { } routes || !routes.TryGetValue(route, out var stops))
            return;
        var index = stops.FindIndex(stop => stop.Id == stopId);
        if (index < 0)
            return;
        stops[index].Done = true;
        StopsByRoute = routes;
    }

    private void CancelRoute(string route)
    {
        foreach (var (name, stops) in StopsByRoute ?? [])
        {
            if (name != route && !name.StartsWith(route + "/", StringComparison.Ordinal))
                continue;
            stops.Clear(); // expect: SG2007
        }
    }

    private void Evict(string vehicleId)
    {
        if (Vehicles.GetValueOrDefault(vehicleId) is null)
            return;
        Vehicles.Remove(vehicleId);
    }

    private void EndShift()
    {
        var fleet = Vehicles;
        var parked = fleet.Where(entry => entry.Value.IdleMinutes > idleLimit);
        foreach (var entry in parked) // expect: SG2009
            fleet.Remove(entry.Key);
    }

    private void Announce(string vehicleId, string route, OperatorContext<DispatchOrder> context)
    {
        if (StopsByRoute?.GetValueOrDefault(route) is not { Count: > 0 } stops)
            return;
        var order = new DispatchOrder { Region = Key, VehicleId = vehicleId };
        for (var i = 0; i < stops.Count; i++)
        {
            if (stops[i].Done)
                continue;
            order.StopId = stops[i].Id;
            context.Emit(order); // expect: SG2014
        }
    }
}
