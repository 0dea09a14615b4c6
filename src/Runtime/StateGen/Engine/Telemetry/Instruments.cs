using System.Diagnostics.Metrics;
using StateGen.Backends;

namespace StateGen.Engine.Telemetry;

/// <summary>
/// The instruments of all jobs in the process. Subtasks record counters once for each batch; the observable instruments read the running jobs when a
/// listener collects them. Names and units are part of the public surface (docs/observability.md). Thread-safe.
/// </summary>
internal static class Instruments
{
    private static readonly Meter Meter = new(StateGenTelemetry.MeterName, typeof(Instruments).Assembly.GetName().Version?.ToString(fieldCount: 3));

    // The usual boundaries of a histogram suit milliseconds. Checkpoints take from a few milliseconds to ten minutes, and a few kilobytes to terabytes.
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
    private static readonly long[] Sizes = [.. Enumerable.Range(5, 16).Select(power => 1L << (2 * power))];

    public static readonly Counter<long> RecordsIn =
        Meter.CreateCounter<long>("stategen.records.in", "{record}", "Records that an operator received.");

    public static readonly Counter<long> RecordsOut =
        Meter.CreateCounter<long>("stategen.records.out", "{record}", "Records that the source read or an operator emitted.");

    public static readonly Counter<long> RecordsFailed =
        Meter.CreateCounter<long>("stategen.records.failed", "{record}", "Records and timers that threw and were dropped by the error policy.");

    public static readonly Counter<double> SubtaskTime =
        Meter.CreateCounter<double>("stategen.subtask.time", "s", "Time that a subtask was busy, idle or back-pressured.");

    public static readonly Counter<long> CacheRequests =
        Meter.CreateCounter<long>("stategen.state.cache.requests", "{request}", "Row reads that a cache of decoded rows answered or did not answer.");

    public static readonly Counter<long> WriteStalls =
        Meter.CreateCounter<long>("stategen.state.write_stalls", "{stall}", "Times that the backend began to slow down or stop writes.");

    public static readonly Counter<long> Restarts =
        Meter.CreateCounter<long>("stategen.job.restarts", "{restart}", "Restarts of a job after a failure.");

    public static readonly Histogram<double> CheckpointDuration =
        CreateDuration("stategen.checkpoint.duration", "Time from the begin of a checkpoint until it was complete or had failed.");

    public static readonly Histogram<long> CheckpointSize = Meter.CreateHistogram(
        "stategen.checkpoint.size",
        "By",
        "Size of all files of a complete checkpoint.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = Sizes });

    public static readonly Histogram<double> CheckpointAlignment =
        CreateDuration("stategen.checkpoint.alignment_duration", "Time from the first to the last barrier of a checkpoint at a subtask.");

    public static readonly Histogram<double> RestoreDuration =
        CreateDuration("stategen.restore.duration", "Time from the begin of a restore until all state was ready.");

    /// <summary>
    /// Creates the observable instruments, which nothing else refers to. They report nothing while no job runs. Called once, when the first job starts.
    /// </summary>
    public static void CreateObservable(RunningJobs jobs)
    {
        Meter.CreateObservableGauge(
            "stategen.checkpoint.age", jobs.ReadCheckpointAges, "s", "Time since the latest complete checkpoint of a run, or else since its start.");
        Meter.CreateObservableGauge(
            "stategen.watermark.lag", jobs.ReadWatermarkLags, "s", "Time by which the watermark of a subtask is behind the clock.");
        Meter.CreateObservableUpDownCounter(
            "stategen.state.entries", () => jobs.ReadState(static state => state.Entries), "{entry}", "Rows, map entries and list elements.");
        Meter.CreateObservableUpDownCounter(
            "stategen.state.size", () => jobs.ReadState(static state => state.SizeBytes), "By", "Size of the state in the backend.");
        Meter.CreateObservableUpDownCounter(
            "stategen.timers", () => jobs.ReadState(static state => state.Timers), "{timer}", "Registered timers.");
    }

    private static Histogram<double> CreateDuration(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
}

/// <summary>The tags of measurements and activities. A key of the user's data is never a tag.</summary>
internal static class Tags
{
    public const string JobId = "stategen.job.id";
    public const string OperatorId = "stategen.operator.id";
    public const string Subtask = "stategen.subtask.index";
    public const string Activity = "stategen.subtask.activity";
    public const string Attempt = "stategen.job.attempt";
    public const string CheckpointId = "stategen.checkpoint.id";
    public const string IsFinal = "stategen.checkpoint.final";
    public const string Size = "stategen.checkpoint.size";
    public const string Outcome = "stategen.checkpoint.outcome";
    public const string ErrorPolicy = "stategen.error_policy";
    public const string CacheResult = "stategen.cache.result";
    public const string ErrorType = "error.type";

    /// <summary>The value of <see cref="OperatorId"/> for the source.</summary>
    public const string Source = "source";
}

/// <summary>The jobs that run in this process, for the observable instruments. Thread-safe.</summary>
internal sealed class RunningJobs
{
    private readonly Lock _gate = new();
    private readonly List<JobTelemetry> _jobs = [];

    private RunningJobs() => Instruments.CreateObservable(this);

    public static RunningJobs All { get; } = new();

    public void Add(JobTelemetry job)
    {
        lock (_gate)
            _jobs.Add(job);
    }

    public void Remove(JobTelemetry job)
    {
        lock (_gate)
            _jobs.Remove(job);
    }

    public IEnumerable<Measurement<double>> ReadCheckpointAges() => Snapshot().Select(job => job.ReadCheckpointAge());

    public IEnumerable<Measurement<double>> ReadWatermarkLags() => Read(static subtask => subtask.ReadWatermarkLag());

    public IEnumerable<Measurement<long>> ReadState(Func<StateStatistics, long?> select) => Read(subtask => subtask.ReadState(select));

    /// <summary>
    /// Reads all subtasks. Counters that a subtask has not recorded yet, because it waits, are recorded first, so that the collection contains them.
    /// </summary>
    private List<Measurement<T>> Read<T>(Func<SubtaskTelemetry, Measurement<T>?> read)
        where T : struct
    {
        List<Measurement<T>> measurements = [];
        foreach (var subtask in Snapshot().SelectMany(job => job.Subtasks))
        {
            subtask.Flush();
            if (read(subtask) is { } measurement)
                measurements.Add(measurement);
        }

        return measurements;
    }

    private JobTelemetry[] Snapshot()
    {
        lock (_gate)
            return [.. _jobs];
    }
}
