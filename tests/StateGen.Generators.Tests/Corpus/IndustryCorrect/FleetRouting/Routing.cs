namespace Corpus.IndustryCorrect.FleetRouting;

[Operator("industrycorrect.fleetrouting")]
public sealed partial class Routing(int idleLimit) : RegionOperator<VehicleSignal, Order>("km")
{
    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;

    [State(Copy = true), Ttl(Days = 2)] private partial MapState<string, Vehicle> Vehicles { get; }

    [State(Copy = true)] private partial Dictionary<string, List<Stop>>? StopsByRoute { get; set; }

    protected override bool Accepts(VehicleSignal value) => value.VehicleId.Length > 0 && Math.Abs(value.Latitude) <= 90;

    protected override void Handle(VehicleSignal value, OperatorContext<Order> context)
    {
        var timers = context.Timers;
        if (Vehicles.IsEmpty)
            timers.RegisterEventTime(NextQuarter(context.Timestamp));

        switch (value.Kind)
        {
            case SignalKind.Position:
                var vehicle = Vehicles.GetValueOrDefault(value.VehicleId) ?? new Vehicle();
                IMovable movable = vehicle;
                movable.MoveTo(value.Latitude, value.Longitude);
                Vehicles[value.VehicleId] = vehicle;
                break;
            case SignalKind.StopPlanned:
                Plan(value.Route, new Stop { Id = value.StopId });
                break;
            case SignalKind.StopDone:
                Complete(value.Route, value.StopId);
                break;
            case SignalKind.RouteCancelled:
                CancelRoute(value.Route);
                break;
            case SignalKind.ShiftEnd:
                Announce(value.VehicleId, value.Route, context);
                EndShift();
                break;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Order> context)
    {
        foreach (var (id, vehicle) in Vehicles.ToArray())
        {
            if (id.StartsWith("test-", StringComparison.Ordinal))
                continue;
            vehicle.IdleMinutes += 15;
            Vehicles[id] = vehicle;
        }

        foreach (var id in Vehicles.Keys)
        {
            if (Vehicles[id].IdleMinutes <= 24 * 60)
                continue;
            Evict(id);
            break;
        }

        if (!Vehicles.IsEmpty)
            context.Timers.RegisterEventTime(NextQuarter(timer.Timestamp));
    }

    private static DateTimeOffset NextQuarter(DateTimeOffset time) => new((time.UtcTicks / Quarter + 1) * Quarter, TimeSpan.Zero);
}
