using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.WaterLevels;

public sealed record Gauge(string Station, double Level, DateTimeOffset At);

public sealed record Trend(string Station, double Median, double Low, double High);

/// <summary>Medians from sorted copies; the state keeps the order of arrival.</summary>
[Operator("water-medians")]
public sealed partial class Medians : KeyedOperator<string, Gauge, Trend>
{
    private const int Window = 25;

    [State(Copy = true)] private partial List<double>? Levels { get; set; }

    protected override void OnEvent(Gauge gauge, OperatorContext<Trend> context)
    {
        var levels = Levels ?? new List<double>(Window);
        levels.Add(gauge.Level);
        if (levels.Count > Window)
            levels.RemoveAt(0);
        Levels = levels;

        var sorted = new List<double>(levels);
        sorted.Sort();
        context.Emit(new Trend(Key, sorted[sorted.Count / 2], sorted[0], sorted[^1]));
    }
}

/// <summary>Arrays: a clone is sorted, a span over a local array is reversed.</summary>
[Operator("water-arrays")]
public sealed partial class ArrayMedians : KeyedOperator<string, Gauge, Trend>
{
    [State(Copy = true)] private partial double[]? Ring { get; set; }
    [State] private partial int Next { get; set; }

    protected override void OnEvent(Gauge gauge, OperatorContext<Trend> context)
    {
        var ring = Ring ?? new double[9];
        ring[Next] = gauge.Level;
        Next = (Next + 1) % ring.Length;
        Ring = ring;

        var clone = (double[])ring.Clone();
        Array.Sort(clone);
        Span<double> reversed = stackalloc double[9];
        ring.CopyTo(reversed);
        reversed.Reverse();
        context.Emit(new Trend(Key, clone[clone.Length / 2], reversed[0], reversed[^1]));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Trend> context)
    {
        if (Ring is not { } ring)
            return;

        var ordered = ring.OrderBy(level => level).ToArray();
        for (var i = 0; i < ordered.Length; i++)
            ordered[i] = Math.Round(ordered[i], 2);
        context.Emit(new Trend(Key, ordered[ordered.Length / 2], ordered[0], ordered[^1]));
    }
}

/// <summary>Only the answer counts: the copy of the state is used up.</summary>
[Operator("water-quantiles")]
public sealed partial class Quantiles : KeyedOperator<string, Gauge, Trend>
{
    [State, Ttl(Days = 2)] private partial ListState<double> Levels { get; }

    protected override void OnEvent(Gauge gauge, OperatorContext<Trend> context)
    {
        Levels.Add(gauge.Level);
        var levels = Levels.ToList();
        if (levels.Count < 4)
            return;

        levels.Sort();
        levels.RemoveAt(levels.Count - 1);
        levels.RemoveAt(0);
        context.Emit(new Trend(Key, levels[levels.Count / 2], levels[0], levels[^1]));
    }
}
