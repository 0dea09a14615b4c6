using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StateGen;

namespace Corpus.Third.Stations;

public readonly record struct StationDay(string Station, DateOnly Day);

public sealed record Trip(string Bike, string From, string To, DateTimeOffset Start, TimeSpan Duration);

public sealed record Usage(StationDay Key, int Trips, string Text);

/// <summary>Fields that look like state and are none: they are set before every use, or never change after the constructor.</summary>
[Operator("stations-usage")]
public sealed partial class UsageOperator : KeyedOperator<StationDay, Trip, Usage>
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal) { ["A1"] = "Harbour" };
    private readonly Dictionary<string, int> _perBike = new(StringComparer.Ordinal);
    private readonly TimeSpan _shortest;
    private Encoding? _encoding;

    static UsageOperator()
    {
        s_names["A2"] = "Market";
        s_names.TrimExcess();
    }

    public UsageOperator(TimeSpan shortest) => _shortest = shortest;

    [State] private partial int Trips { get; set; }
    [State, Ttl(Days = 2)] private partial ListState<Trip> Today { get; }

    private Encoding Encoding => _encoding ??= Encoding.GetEncoding("utf-8");

    protected override void OnEvent(Trip trip, OperatorContext<Usage> context)
    {
        if (trip.Duration < _shortest)
            return;

        Trips++;
        Today.Add(trip);
        _perBike.Clear();
        foreach (var other in Today)
            _perBike[other.Bike] = _perBike.GetValueOrDefault(other.Bike) + 1;

        var busiest = 0;
        foreach (var count in _perBike.Values)
            busiest = Math.Max(busiest, count);
        if (busiest > 5)
            context.Emit(new Usage(Key, Trips, Describe(trip)));
    }

    private string Describe(Trip trip)
    {
        var text = new StringBuilder();
        text.Append(s_names.GetValueOrDefault(trip.From, trip.From)).Append(" - ");
        text.Append(s_names.GetValueOrDefault(trip.To, trip.To));
        var bytes = Encoding.GetByteCount(text.ToString());
        return bytes > 40 ? text.ToString(0, 20) : text.ToString();
    }
}

public static class StationJobs
{
    public static RunnablePipeline Describe(ISource<Trip> trips, ISink<Usage> sink)
    {
        var counted = Pipeline.From(trips)
            .WithEventTime(trip => trip.Start, TimeSpan.FromMinutes(10))
            .KeyBy(trip => new StationDay(trip.From, DateOnly.FromDateTime(trip.Start.UtcDateTime)))
            .Process(() => new UsageOperator(TimeSpan.FromMinutes(1)));
        return counted
            .KeyBy(usage => usage.Key.Station.Length > 0 ? usage.Key.Station[..1] : "")
            .Process(() => new Busiest())
            .KeyBy(usage => usage.Key.Day.ToString("yyyy", CultureInfo.InvariantCulture))
            .Process(() => new Busiest(), id: "stations-busiest-year")
            .To(sink);
    }

    public static PipelineOptions Options(string directory) => new()
    {
        JobId = "stations",
        CheckpointTo = directory,
        CheckpointInterval = TimeSpan.FromSeconds(30),
        MinimumPause = TimeSpan.FromSeconds(5),
        RetainedCheckpoints = 3,
        Parallelism = 4,
        MaxParallelism = 64,
    };
}

[Operator("stations-busiest")]
public sealed partial class Busiest : KeyedOperator<string, Usage, Usage>
{
    [State] private partial Usage? Best { get; set; }

    protected override void OnEvent(Usage usage, OperatorContext<Usage> context)
    {
        if (Best is { } best && best.Trips >= usage.Trips)
            return;
        Best = usage;
        context.Emit(usage);
    }
}
