using System.Diagnostics;

namespace StateGen.Benchmarks.Musts.Experiments;

/// <summary>The runs of one experiment.</summary>
internal sealed class Series
{
    private readonly List<IReadOnlyDictionary<string, double>> _runs = [];

    private Series()
    {
    }

    /// <summary>Runs an experiment a number of times. It ends earlier, but not before the first run, when another run would not fit into the time.</summary>
    /// <exception cref="OperationCanceledException">Not even one run was complete when the time was over.</exception>
    public static Series Measure(IExperiment experiment, int runs, TimeSpan allowance, CancellationToken outOfTime = default)
    {
        var series = new Series();
        var start = Stopwatch.GetTimestamp();
        foreach (var figures in experiment.Run(outOfTime))
        {
            series._runs.Add(figures);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (series._runs.Count == runs || elapsed + (elapsed / series._runs.Count) > allowance)
                break;
        }

        return series;
    }

    public IEnumerable<string> Names => _runs[0].Keys;

    /// <summary>Prints each figure of each run.</summary>
    public void Print(TextWriter output)
    {
        foreach (var name in Names)
            output.WriteLine($"    {name,-62}{string.Concat(_runs.Select(run => $"{run[name],10:F2}"))}");
    }

    public Spread Of(string name) => Spread.Of(_runs.Select(run => run[name]));

    /// <summary>Computes a figure without others in each run.</summary>
    public Spread Difference(string figure, IReadOnlyList<string> minus) => Spread.Of(_runs.Select(run => run[figure] - minus.Sum(name => run[name])));

    /// <summary>Computes the ratio of two figures in each run.</summary>
    public Spread Ratio(string numerator, string denominator) => Spread.Of(_runs.Select(run => run[numerator] / run[denominator]));
}
