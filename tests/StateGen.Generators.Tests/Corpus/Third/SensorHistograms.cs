using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using StateGen;
using Histogram = System.Collections.Generic.SortedDictionary<int, long>;

namespace Corpus.Third.Sensors;

public readonly record struct SensorId(string Plant, int Number);

public sealed record Measurement(double Value, string Unit, int Hour, bool Calibration);

public sealed record Summary(double Mean, int Count);

public static class ArrayMath
{
    public static void Scale(Span<double> values, double factor)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] *= factor;
    }

    public static void Bump<TKey>(IDictionary<TKey, long> counts, TKey key)
        where TKey : notnull
    {
        counts.TryGetValue(key, out var count);
        counts[key] = count + 1;
    }
}

[Operator("sensor-hours")]
public sealed partial class HourlyMeans : KeyedOperator<SensorId, Measurement, Summary>
{
    [State(Copy = true)] private partial double[]? Sums { get; set; }
    [State(Copy = true)] private partial int[]? Counts { get; set; }

    protected override void OnEvent(Measurement value, OperatorContext<Summary> context)
    {
        if (Sums is null || Counts is null)
        {
            Sums = new double[24];
            Counts = new int[24];
        }

        Sums[value.Hour] += value.Value; // expect: SG2007
        ref var count = ref Counts[value.Hour];
        count++; // expect: SG2007
        context.Emit(new Summary(Sums[value.Hour] / Math.Max(1, count), count));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Summary> context)
    {
        if (Sums is { Length: 24 } sums)
        {
            sums.AsSpan(0, 12).Clear(); // expect: SG2007
            context.Emit(new Summary(sums[12], 0));
        }

        Array.Fill(Counts!, 0, 0, 12); // expect: SG2007
    }
}

[Operator("sensor-calibration")]
public sealed partial class Calibration : KeyedOperator<SensorId, Measurement, Summary>
{
    [State(Copy = true)] private partial double[]? Window { get; set; }
    [State(Copy = true)] private partial Dictionary<string, long>? Units { get; set; }
    [State] private partial int Next { get; set; }

    protected override void OnEvent(Measurement value, OperatorContext<Summary> context)
    {
        var window = Window ?? new double[16];
        if (value.Calibration)
        {
            ArrayMath.Scale(window, 0.5);
            Window = window;
            window[0] = value.Value; // expect: SG2007
            return;
        }

        window[Next++ % window.Length] = value.Value;
        Window = window;

        var units = Units ?? new Dictionary<string, long>(StringComparer.Ordinal);
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(units, value.Unit, out var known);
        seen++; // expect: SG2007
        if (!known)
            context.Emit(new Summary(value.Value, units.Count));
    }
}

[Operator("sensor-histogram")]
public sealed partial class Histograms : KeyedOperator<SensorId, Measurement, Summary>
{
    [State(Copy = true)] private partial Histogram? Buckets { get; set; }
    [State(Copy = true), Ttl(Days = 1)] private partial MapState<int, double[]> PerHour { get; }

    protected override void OnEvent(Measurement value, OperatorContext<Summary> context)
    {
        var buckets = Buckets ?? [];
        if (double.IsNaN(value.Value))
            return;
        ArrayMath.Bump(buckets, (int)value.Value); // expect: SG2007

        if (!PerHour.ContainsKey(value.Hour))
            PerHour[value.Hour] = new double[60];
        else
            ArrayMath.Scale(PerHour[value.Hour], 2); // expect: SG2007

        context.Emit(new Summary(buckets.Keys.FirstOrDefault(), buckets.Count));
    }
}

/// <summary>Right: sorts a copy of its own for the median, and stores what it changes.</summary>
[Operator("sensor-median")]
public sealed partial class Medians : KeyedOperator<SensorId, Measurement, Summary>
{
    [State(Copy = true)] private partial List<double>? Values { get; set; }

    protected override void OnEvent(Measurement value, OperatorContext<Summary> context)
    {
        Values = [.. Values ?? [], value.Value];
        var sorted = Values.ToArray();
        Array.Sort(sorted);
        context.Emit(new Summary(sorted[sorted.Length / 2], sorted.Length));
        if (sorted.Length > 99)
            Values = Values[^50..];
    }
}
