namespace Corpus.Values.Metering;

public abstract class TariffOperator : MeterOperator<string>
{
    protected string? _tariff; // expect: SG2001

    protected TariffOperator()
        : base(highest: 1_000_000)
    {
    }

    protected decimal Charged { get; set; } // expect: SG2001
}

[Operator("values.metering.industry")]
public sealed partial class IndustryMeter : TariffOperator
{
    [State] private partial int Changes { get; set; }

    protected override void OnReading(MeterReading reading, OperatorContext<string> context)
    {
        if (_tariff != reading.Tariff)
        {
            _tariff = reading.Tariff;
            Changes++;
        }

        Charged += (decimal)reading.KilowattHours * (reading.Tariff == "night" ? 0.18m : 0.31m);
        context.Emit($"{Key} {reading.Tariff} {Charged:F2}, {Changes} changes, rejected {DescribeRejected()}");
    }
}
