namespace Corpus.ValuesCorrect.PatientTrend;

public sealed record Sample(string Patient, double Value, string Unit);

public sealed record Trend(string Patient, double Slope, (double Low, double High) Range);

public sealed record Window(double Low, double High, double Previous, int Count);

public sealed class Accumulator
{
    public double Sum { get; set; }

    public int Count { get; set; }

    public double Mean => Count == 0 ? 0 : Sum / Count;
}

public interface IUnitConverter
{
    double ToStandard(double value, string unit);
}

[Operator("valuescorrect.patienttrend")]
public sealed partial class PatientTrend(IUnitConverter converter, Lazy<IReadOnlyList<double>> thresholds) : KeyedOperator<string, Sample, Trend>
{
    private static readonly Lazy<double[]> Kernel = new(() => [0.25, 0.5, 0.25]);

    private readonly string[] _units = [.. new[] { "mmol", "mg" }.Order()];

    [State] private partial Window? Window { get; set; }

    [State] private partial (double First, double Second) Recent { get; set; }

    [State(Copy = true)] private partial Accumulator? Totals { get; set; }

    protected override void OnEvent(Sample sample, OperatorContext<Trend> context)
    {
        if (Array.BinarySearch(_units, sample.Unit) < 0)
            return;
        var value = converter.ToStandard(sample.Value, sample.Unit);
        var window = Window ?? new Window(value, value, value, 0);
        var totals = Totals ?? new Accumulator();
        Include(totals, value);
        Totals = totals;

        var smooth = (Kernel.Value[0] * Recent.First) + (Kernel.Value[1] * Recent.Second) + (Kernel.Value[2] * value);
        Recent = (Recent.Second, value);
        Window = window with
        {
            Low = Math.Min(window.Low, value),
            High = Math.Max(window.High, value),
            Previous = value,
            Count = window.Count + 1,
        };
        if (thresholds.Value.Any(threshold => window.Previous < threshold && value >= threshold))
            context.Emit(new Trend(Key, smooth - totals.Mean, (window.Low, window.High)));
    }

    private static void Include(Accumulator totals, double value)
    {
        totals.Count++;
        totals.Sum += value;
    }
}
