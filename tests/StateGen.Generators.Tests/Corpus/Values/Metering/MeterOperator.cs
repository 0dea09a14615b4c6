namespace Corpus.Values.Metering;

/// <summary>What all meters share: plausibility checks and the peak.</summary>
public abstract class MeterOperator<TOut> : KeyedOperator<long, MeterReading, TOut>
{
    private readonly List<double> _rejected = []; // expect: SG2001
    private double _peak; // expect: SG2001
    private MeterReading? _latest; // expect: SG2001
    private readonly double _highest;

    protected MeterOperator(double highest) => _highest = highest;

    protected int Accepted { get; private set; } // expect: SG2001

    protected double Peak
    {
        get => _peak;
        set => _peak = Math.Max(_peak, value);
    }

    protected MeterReading? Latest => _latest;

    protected sealed override void OnEvent(MeterReading value, OperatorContext<TOut> context)
    {
        if (value.KilowattHours < 0 || value.KilowattHours > _highest)
        {
            _rejected.Add(value.KilowattHours);
            return;
        }

        Accepted++;
        OnReading(value, context);
    }

    protected abstract void OnReading(MeterReading reading, OperatorContext<TOut> context);

    protected void Remember(MeterReading reading) => _latest = reading;

    protected string DescribeRejected() => _rejected.Count == 0 ? "none" : string.Join(", ", _rejected);
}
