using System.Collections.Concurrent;

namespace Corpus.PublicCorrect.AirQuality;

public sealed record Sample(string Station, double Pm10, double Ozone, string Raw);

public sealed record Alarm(string Station, string Text);

public readonly record struct Extremes(double Min, double Max)
{
    public Extremes Include(double value) => this with { Min = Math.Min(Min, value), Max = Math.Max(Max, value) };
}

public interface IStationMetrics
{
    long Samples { get; }

    void Sampled(string station);
}

public sealed class StationMetrics : IStationMetrics
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public long Samples => _counts.Values.Sum();

    public void Sampled(string station) => _counts.AddOrUpdate(station, 1, (_, count) => count + 1);
}

[Operator("publiccorrect.air-quality")]
public sealed partial class AirQuality(int grace, string limits, IStationMetrics metrics) : KeyedOperator<string, Sample, Alarm>
{
    private readonly double[] _weights = [0.5, 0.3, 0.2];
    private Dictionary<string, double>? _limits;

    [State] private partial int Exceeded { get; set; }

    [State] private partial int Seen { get; set; }

    [State] private partial Extremes? Range { get; set; }

    [State] private partial (double First, double Second, double Third) LastThree { get; set; }

    [State] private partial string? LastAlarm { get; set; }

    private Dictionary<string, double> Limits => _limits ??= limits
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(part => part.Split('=')[0], part => double.Parse(part.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture));

    protected override void OnEvent(Sample sample, OperatorContext<Alarm> context)
    {
        metrics.Sampled(sample.Station);
        if (Seen++ < grace)
            return;

        Range = (Range ?? new Extremes(double.MaxValue, 0)).Include(sample.Pm10);
        var (first, second, _) = LastThree;
        LastThree = (sample.Pm10, first, second);

        double weighted = 0;
        var values = new[] { LastThree.First, LastThree.Second, LastThree.Third };
        for (var i = 0; i < values.Length; i++)
        {
            ref var value = ref values[i];
            value *= _weights[i];
            weighted += value;
        }

        if (!int.TryParse(sample.Raw, out var battery))
            return;

        Exceeded = weighted > Limits.GetValueOrDefault(sample.Station, 50) ? Exceeded + 1 : 0;
        if (Exceeded < 3 || LastAlarm == sample.Station)
            return;

        LastAlarm = sample.Station;
        context.Emit(new Alarm(sample.Station, $"{weighted:F1} between {Range?.Min} and {Range?.Max}, battery {battery}"));
    }
}
