using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using StateGen;
using CellGrid = System.Collections.Generic.Dictionary<(int X, int Y), Corpus.Third.Weather.Cell>;

namespace Corpus.Third.Weather;

public sealed record Observation(int X, int Y, double Temperature, DateTimeOffset At);

public sealed record Map(string Region, double Mean, int Cells);

public struct Cell
{
    public double Sum { get; set; }

    public int Count { get; set; }
}

public static class Grids
{
    public static CellGrid Merge(CellGrid into, IEnumerable<Observation> observations)
    {
        foreach (var observation in observations)
        {
            ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(into, (observation.X, observation.Y), out _);
            cell.Sum += observation.Temperature;
            cell.Count++;
        }

        return into;
    }
}

/// <summary>Refs into a dictionary that is stored afterwards.</summary>
[Operator("weather-grid")]
public sealed partial class GridOperator : KeyedOperator<string, Observation, Map>
{
    [State(Copy = true)] private partial CellGrid? Cells { get; set; }
    [State] private partial (double Low, double High) Span { get; set; }

    protected override void OnEvent(Observation observation, OperatorContext<Map> context)
    {
        var span = Span;
        span.Low = Math.Min(span.Low, observation.Temperature);
        span.High = Math.Max(span.High, observation.Temperature);
        Span = span;

        var cells = Grids.Merge(Cells ?? [], [observation]);
        if (cells.Count > 100 && !TryShrink(cells))
            throw new InvalidOperationException("too many cells");
        Cells = cells;
        context.Emit(new Map(Key, Mean(cells), cells.Count));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Map> context)
    {
        // Works on copies of the structs; nothing has to be stored.
        var sum = 0d;
        foreach (var entry in Cells ?? [])
        {
            var cell = entry.Value;
            cell.Sum /= Math.Max(1, cell.Count);
            sum += cell.Sum;
        }

        context.Emit(new Map(Key, sum, 0));
        Cells = null;
        Span = default;
    }

    private static bool TryShrink(CellGrid cells)
    {
        var poorest = cells.MinBy(entry => entry.Value.Count).Key;
        return cells.Remove(poorest);
    }

    private static double Mean(CellGrid cells) => cells.Values.Sum(cell => cell.Sum) / Math.Max(1, cells.Values.Sum(cell => cell.Count));
}

/// <summary>Histograms in arrays: the array is changed through a span and assigned in every branch.</summary>
[Operator("weather-histogram")]
public sealed partial class Histogram : KeyedOperator<string, Observation, Map>
{
    [State(Copy = true)] private partial int[]? Counts { get; set; }
    [State(Copy = true), Ttl(Days = 7)] private partial MapState<int, int[]> ByHour { get; }

    protected override void OnEvent(Observation observation, OperatorContext<Map> context)
    {
        var counts = Counts ?? new int[60];
        var index = Math.Clamp((int)observation.Temperature + 20, 0, 59);
        var around = counts.AsSpan(Math.Max(0, index - 1), 2);
        for (var i = 0; i < around.Length; i++)
            around[i]++;

        if (around[0] > 1_000)
        {
            Array.Clear(counts);
            Counts = counts;
            return;
        }

        Counts = counts;
        var hour = observation.At.Hour;
        if (!ByHour.TryGetValue(hour, out var ofHour))
        {
            ByHour[hour] = [.. counts];
            return;
        }

        (ofHour[0], ofHour[^1]) = (ofHour[^1], ofHour[0]);
        ByHour[hour] = ofHour;
        context.Emit(new Map(Key, ofHour.Average(), ofHour.Length));
    }
}
