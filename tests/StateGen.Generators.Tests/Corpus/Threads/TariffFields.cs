namespace Corpus.Threads.TariffFields;

public sealed record Reading(double Kwh, string Tariff);

public sealed class Estimate(Func<double> source)
{
    public double Current => source();
}

public static class Inspections
{
    public static readonly List<Func<string>> Lines = [];

    public static event Action? Requested;

    public static void Raise() => Requested?.Invoke();
}

[Operator("threads.tariff-fields")]
public sealed partial class TariffOperator : KeyedOperator<long, Reading, double>
{
    private Lazy<double>? _month; // expect: SG2001
    private Func<double>? _usage; // expect: SG2001
    private Estimate? _estimate; // expect: SG2001

    [State] private partial double Usage { get; set; }

    [State] private partial double Price { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<double> context)
    {
        Usage += reading.Kwh;
        Price = reading.Tariff == "night" ? 0.12 : 0.3;
        _month = new Lazy<double>(() => Usage * Price); // expect: SG2006
        Func<double> usage = () => Usage; // expect: SG2006
        _usage = usage;
        _estimate = new Estimate(Yearly); // expect: SG2006
        context.Emit(_usage() + _month.Value + _estimate.Current);
    }

    private double Yearly() => Usage * 12 * Price;
}

[Operator("threads.tariff-fields.shared")]
public sealed partial class TariffInspection : KeyedOperator<long, Reading, double>
{
    private static Action? s_reset; // expect: SG2001
    private readonly Lazy<double> _average;

    public TariffInspection()
    {
        _average = new Lazy<double>(Average, isThreadSafe: false); // expect: SG2006
    }

    [State] private partial double Usage { get; set; }

    [State] private partial int Readings { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<double> context)
    {
        Usage += reading.Kwh;
        if (Readings++ == 0)
        {
            Inspections.Lines.Add(() => $"meter {Key}"); // expect: SG2006
            Inspections.Requested += Print; // expect: SG2006
        }

        context.Emit(_average.Value);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<double> context)
    {
        s_reset = () => (Usage, Readings) = (0, 0); // expect: SG2006
        s_reset();
    }

    private double Average() => Usage / Readings;

    private void Print() => Console.WriteLine(Usage);
}
