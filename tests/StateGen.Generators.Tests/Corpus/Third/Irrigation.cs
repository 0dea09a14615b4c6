using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StateGen;

namespace Corpus.Third.Irrigation;

public sealed record SoilSample(string Field, double Moisture, DateTimeOffset TakenAt);

public sealed record Valve(string Field, bool Open, double Litres);

public readonly record struct Range(double Low, double High);

public sealed class Season
{
    public double[] Litres { get; set; } = new double[12];

    public SortedDictionary<int, List<double>> Samples { get; set; } = [];
}

public static class SeasonExtensions
{
    extension(Season season)
    {
        public double Total => season.Litres.Sum();

        public void Water(int month, double litres) => season.Litres[month - 1] += litres;
    }
}

[Operator("irrigation-valves")]
public sealed partial class Valves : KeyedOperator<string, SoilSample, Valve>
{
    private readonly Func<double, double> _curve;
    private Range _seen = new(100, 0); // expect: SG2001

    [State(Copy = true)] private partial Season? Season { get; set; }
    [State] private partial bool Open { get; set; }
    [State] private partial Range Moisture { get; set; }

    public Valves(Func<double, double> curve) => _curve = curve;

    protected override void OnEvent(SoilSample sample, OperatorContext<Valve> context)
    {
        _seen = _seen with { Low = Math.Min(_seen.Low, sample.Moisture) };
        Moisture = Moisture with { High = Math.Max(Moisture.High, sample.Moisture) };

        var month = context.Timestamp.Month;
        if (Season is not { } season)
        {
            Season = new Season();
            return;
        }

        if (sample.Moisture < _seen.Low + 1)
        {
            season.Water(month, _curve(sample.Moisture)); // expect: SG2007
            context.Emit(new Valve(Key, Open = true, season.Total));
            return;
        }

        if (!season.Samples.TryGetValue(month, out var samples))
            return;
        samples.Add(sample.Moisture); // expect: SG2007
        if (samples.Count > 100)
            context.Emit(new Valve(Key, Open, samples[0]));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Valve> context)
    {
        var season = Season;
        if (season is null)
            return;
        var months = season.Litres;
        Array.Copy(months, 1, months, 0, 11); // expect: SG2007
        _ = new Timer(_ => Open = false, null, 1_000, Timeout.Infinite); // expect: SG2005
    }
}

[Operator("irrigation-forecast")]
public sealed partial class Forecast(Func<string, Task<double>> weather) : KeyedOperator<string, SoilSample, Valve>
{
    [State] private partial double Expected { get; set; }
    [State, Ttl(Days = 7)] private partial MapState<DateTimeOffset, double> Past { get; }

    protected override void OnEvent(SoilSample sample, OperatorContext<Valve> context)
    {
        Past[sample.TakenAt] = sample.Moisture;
        var rain = weather(Key);
        if (rain.IsCompleted)
            context.Emit(new Valve(Key, rain.Result < 1, Expected));

        rain.ContinueWith(done => Expected = done.Result, TaskScheduler.Default); // expect: SG2005

        foreach (var entry in Past) // expect: SG2009
        {
            if (entry.Key < sample.TakenAt.AddDays(-1))
                Past.Remove(entry.Key);
        }
    }

    protected override async void OnTimer(FiredTimer timer, OperatorContext<Valve> context) // expect: SG2003
    {
        var field = Key;
        var rain = await weather(field);
        context.Emit(new Valve(field, rain < 1, rain));
    }
}

/// <summary>Right: the clock is the one of the events, and the month comes with them.</summary>
[Operator("irrigation-month")]
public sealed partial class Monthly : KeyedOperator<string, SoilSample, Valve>
{
    [State(Copy = true)] private partial Season? Season { get; set; }

    protected override void OnEvent(SoilSample sample, OperatorContext<Valve> context)
    {
        var season = Season ?? new Season();
        season.Water(context.Timestamp.Month, sample.Moisture);
        Season = season;
        context.Emit(new Valve(Key, false, season.Total));
    }
}
