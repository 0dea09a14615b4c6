using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace StateGen.Tests.Telemetry;

/// <summary>
/// Listens from outside, as an exporter does: to the meter, the activity source and a logger. Other tests run in the same process, so measurements and activities
/// of other jobs are left out. What one listener samples exists for all of them, so tests that use one are in one collection. Thread-safe.
/// </summary>
internal sealed class TelemetryRecorder : LogRecorder, IDisposable
{
    private readonly ConcurrentQueue<Measured> _measurements = new();
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _listener;
    private readonly string _jobId;

    public TelemetryRecorder(string jobId)
    {
        _jobId = jobId;
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == StateGenTelemetry.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.Start();
        _listener = new()
        {
            ShouldListenTo = source => source.Name == StateGenTelemetry.ActivitySourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Record,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Measured> Measurements => [.. _measurements];

    public IReadOnlyList<Activity> Activities => [.. _activities];

    public void Clear() => _measurements.Clear();

    /// <summary>Listens to activities no more.</summary>
    public void StopTracing() => _listener.Dispose();

    /// <summary>Reads the observable instruments, as an exporter does periodically.</summary>
    public void Collect() => _meters.RecordObservableInstruments();

    /// <summary>Adds what a counter counted, over the measurements that have all of the tags.</summary>
    public double Sum(string instrument, params (string Tag, object Value)[] tags) => Of(instrument, tags).Sum(measured => measured.Value);

    /// <summary>The last value of an instrument that reports its state.</summary>
    public double? Last(string instrument, params (string Tag, object Value)[] tags) => Of(instrument, tags).LastOrDefault()?.Value;

    public IEnumerable<Measured> Of(string instrument, params (string Tag, object Value)[] tags) =>
        _measurements.Where(measured => measured.Instrument == instrument && tags.All(tag => Equals(measured.Tags.GetValueOrDefault(tag.Tag), tag.Value)));

    public void Dispose()
    {
        _meters.Dispose();
        _listener.Dispose();
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var measured = new Measured(instrument.Name, value, tags.ToArray().ToDictionary(StringComparer.Ordinal));
        if (Equals(measured.Tags.GetValueOrDefault("stategen.job.id"), _jobId))
            _measurements.Enqueue(measured);
    }

    private void Record(Activity activity)
    {
        if (Equals(activity.GetTagItem("stategen.job.id"), _jobId))
            _activities.Enqueue(activity);
    }
}

internal sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
