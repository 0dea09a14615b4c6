namespace Corpus.Industry.FleetDispatch;

[Operator("industry.fleetdispatch")]
public sealed partial class Dispatch(int idleLimit) : RegionOperator<VehicleSignal, DispatchOrder>
{
    private TimerService? _timers;

    [State(Copy = true), Ttl(Days = 2)] private partial MapState<string, Vehicle> Vehicles { get; }

    [State(Copy = true)] private partial Dictionary<string, List<Stop>>? StopsByRoute { get; set; }

    [State] private partial int Cancelled { get; set; }

    public IEnumerable<string> IdleVehicles =>
        Vehicles.Where(entry => entry.Value.IdleMinutes > idleLimit).Select(entry => entry.Key); // expect: SG2008

    protected override bool Accepts(VehicleSignal value) => value.VehicleId.Length > 0 && Math.Abs(value.Latitude) <= 90;

    protected override void Handle(VehicleSignal value, OperatorContext<DispatchOrder> context)
    {
        if (!Vehicles.ContainsKey(value.VehicleId))
        {
            Vehicles[value.VehicleId] = new Vehicle { Id = value.VehicleId, Latitude = value.Latitude, Longitude = value.Longitude };
            _timers ??= context.Timers; // expect: SG2008
            _timers.RegisterEventTime(NextQuarter(context.Timestamp));
        }

        switch (value.Kind)
        {
            case SignalKind.Position:
                IMovable movable = Vehicles[value.VehicleId];
                movable.MoveTo(value.Latitude, value.Longitude); // expect: SG2007
                break;
            case SignalKind.StopPlanned:
                Plan(value.Route, new Stop { Id = value.StopId });
                break;
            case SignalKind.StopDone:
                Complete(value.Route, value.StopId);
                break;
            case SignalKind.RouteCancelled:
                Cancelled++;
                CancelRoute(value.Route);
                break;
            case SignalKind.ShiftEnd:
                Announce(value.VehicleId, value.Route, context);
                EndShift();
                break;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<DispatchOrder> context)
    {
        foreach (var (id, vehicle) in Vehicles)
        {
            if (id.StartsWith("test-", StringComparison.Ordinal))
                continue;
            vehicle.IdleMinutes += 15; // expect: SG2007
        }

        foreach (var id in Vehicles.Keys) // expect: SG2009
        {
            if (Vehicles[id].IdleMinutes > 24 * 60)
                Evict(id);
        }

        if (!Vehicles.IsEmpty)
            context.Timers.RegisterEventTime(NextQuarter(timer.Timestamp));
    }

    private static DateTimeOffset NextQuarter(DateTimeOffset time)
    {
        var quarter = TimeSpan.FromMinutes(15).Ticks;
        return new DateTimeOffset((time.UtcTicks / quarter + 1) * quarter, TimeSpan.Zero);
    }
}
