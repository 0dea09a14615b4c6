namespace Corpus.Industry.FleetDispatch;

public enum SignalKind
{
    Position,
    StopPlanned,
    StopDone,
    RouteCancelled,
    ShiftEnd,
}

public sealed record VehicleSignal(string VehicleId, SignalKind Kind, double Latitude, double Longitude, string Route, string StopId);

public interface IMovable
{
    void MoveTo(double latitude, double longitude);
}

public sealed class Vehicle : IMovable
{
    public string Id { get; set; } = "";

    public double Latitude { get; set; }

    public double Longitude { get; set; }

    public int IdleMinutes { get; set; }

    public void MoveTo(double latitude, double longitude)
    {
        Latitude = latitude;
        Longitude = longitude;
        IdleMinutes = 0;
    }
}

public sealed class Stop
{
    public string Id { get; set; } = "";

    public bool Done { get; set; }
}

public sealed class DispatchOrder
{
    public string Region { get; set; } = "";

    public string VehicleId { get; set; } = "";

    public string StopId { get; set; } = "";
}

public abstract class RegionOperator<TIn, TOut> : KeyedOperator<string, TIn, TOut>
{
    protected abstract bool Accepts(TIn value);

    protected abstract void Handle(TIn value, OperatorContext<TOut> context);

    protected sealed override void OnEvent(TIn value, OperatorContext<TOut> context)
    {
        if (Accepts(value))
            Handle(value, context);
    }
}
