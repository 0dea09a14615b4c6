namespace Corpus.Values.FleetPosition;

public readonly record struct Position(double Latitude, double Longitude, double Fuel);

public sealed record Refuel(int Truck, double Litres, double Latitude, double Longitude);

[Operator("values.fleetposition")]
public sealed partial class FuelWatch : KeyedOperator<int, Position, Refuel>
{
    private (double Low, double High) _fuel; // expect: SG2001
    private double _latitude; // expect: SG2001
    private double _longitude; // expect: SG2001
    private (int Samples, (double Min, double Max) Range) _noise; // expect: SG2001
    private readonly (double Tank, double Reserve) _limits;

    public FuelWatch(double tank, double reserve) => _limits = (tank, reserve);

    [State] private partial double? Level { get; set; }

    protected override void OnEvent(Position position, OperatorContext<Refuel> context)
    {
        (_latitude, _longitude, var fuel) = position;
        _fuel = (Math.Min(_fuel.Low, fuel), Math.Max(_fuel.High, fuel));
        _noise.Samples++;
        _noise.Range.Max = Math.Max(_noise.Range.Max, fuel - (Level ?? fuel));

        if (Level is { } level && fuel - level > _limits.Reserve && fuel <= _limits.Tank)
            context.Emit(new Refuel(Key, fuel - level, _latitude, _longitude));
        Level = fuel;
    }
}
