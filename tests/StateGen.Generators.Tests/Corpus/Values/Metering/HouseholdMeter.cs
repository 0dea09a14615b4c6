namespace Corpus.Values.Metering;

[Operator("values.metering.household")]
public sealed partial class HouseholdMeter(double highest) : MeterOperator<Consumption>(highest)
{
    [State] private partial double Total { get; set; }

    protected override void OnReading(MeterReading reading, OperatorContext<Consumption> context)
    {
        var delta = Latest is { } latest ? reading.KilowattHours - latest.KilowattHours : 0;
        Peak = reading.KilowattHours;
        Remember(reading);
        Total += delta;
        context.Emit(new Consumption(Key, delta, Peak, Accepted));
    }
}
