using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StateGen;

namespace Corpus.Third.Gardens;

public sealed record Growth(string Plant, double Height, string[] Leaves, DateTimeOffset At);

public sealed record Label(string Plant, string Text, IReadOnlyDictionary<string, int> Leaves);

public sealed class Plot
{
    public List<double> Heights { get; set; } = [];

    public Dictionary<string, int> Leaves { get; set; } = [];
}

/// <summary>Scopes: what looks like one object is another.</summary>
[Operator("gardens-plots")]
public sealed partial class Plots : KeyedOperator<string, Growth, Label>
{
    [State(Copy = true)] private partial Plot? Plot { get; set; }
    [State(Copy = true), Ttl(Days = 365)] private partial ListState<Plot> Seasons { get; }

    protected override void OnEvent(Growth growth, OperatorContext<Label> context)
    {
        var plot = Plot;
        if (plot is null || plot.Heights.Count > 1_000)
        {
            if (plot is not null)
                Seasons.Add(plot);
            plot = new Plot();
        }

        plot.Heights.Add(growth.Height);
        foreach (var leaf in growth.Leaves)
            plot.Leaves[leaf] = plot.Leaves.GetValueOrDefault(leaf) + 1;
        Plot = plot;

        // A new dictionary of the same entries, which the output may keep.
        var leaves = plot.Leaves.Where(leaf => leaf.Value > 1).ToDictionary(StringComparer.Ordinal);
        leaves["all"] = growth.Leaves.Length;
        context.Emit(new Label(Key, growth.Plant, leaves));

        plot = new Plot();
        plot.Heights.Add(0);
        if (plot.Heights.Count > growth.Leaves.Length)
            context.Emit(new Label(Key, "bare", plot.Leaves));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Label> context)
    {
        var seasons = new List<Plot>();
        foreach (var season in Seasons)
        {
            if (season.Heights.Count == 0)
                continue;
            season.Heights.RemoveAll(static height => height <= 0);
            seasons.Add(season);
        }

        Seasons.Update(seasons);

        if (Plot is { } plot)
        {
            do
            {
                plot.Heights.RemoveAt(plot.Heights.Count - 1);
            }
            while (plot.Heights.Count > 100);
            Plot = plot;
        }
    }
}

/// <summary>Counts per process for a metric; that they restart at zero is intended.</summary>
[Operator("gardens-metrics")]
public sealed partial class Metrics(Action<long> report) : KeyedOperator<string, Growth, Label>
{
#pragma warning disable SG2001 // counts per process, not per key
    private long _processed;
#pragma warning restore SG2001

    [State] private partial double Highest { get; set; }

    protected override void OnEvent(Growth growth, OperatorContext<Label> context)
    {
        if (Interlocked.Increment(ref _processed) % 10_000 == 0)
            report(_processed);
        if (growth.Height <= Highest)
            return;
        Highest = growth.Height;
        context.Emit(new Label(Key, $"{Highest}", new Dictionary<string, int>()));
    }
}
