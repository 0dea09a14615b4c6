using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using StateGen.Engine.Telemetry;
using StateGen.RocksDb;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Telemetry;

/// <summary>The page about observability is complete, and everything on it is seen by listeners outside of the engine.</summary>
[Collection("Telemetry")]
public sealed class ObservabilityTests
{
    private const string JobId = "observed";

    // A run has one of these ends, and a storage that deletes. The others have tests of their own below, and those of splits have theirs with the sources, and that of operators with the operators.
    private static readonly string[] EventsOfOtherRuns =
    [
        "JobAlreadyFinished", "JobStopped", "StopRequested", "JobStoppedAt", "JobFailed", "DiscardFailed",
        "SplitAdded", "SplitRevoked", "SplitIdle", "SplitActive", "CanceledReadAbandoned", "AbandonedReadNotClosed",
        "OperatorNotClosed",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_instrument_is_documented_with_its_kind_and_unit()
    {
        using var recorder = new TelemetryRecorder(JobId);
        List<(string, string, string)> published = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == StateGenTelemetry.MeterName)
                    published.Add((instrument.Name, KindOf(instrument), instrument.Unit!));
            },
        };
        _ = RunningJobs.All;
        listener.Start();
        Assert.Equal(ObservabilityPage.Instruments.Select(documented => (documented.Name, documented.Kind, documented.Unit)).Order(), published.Order());
    }

    [Fact]
    public void Every_event_is_documented_with_its_id_name_and_level()
    {
        var declared = new[] { typeof(Pipeline).Assembly, typeof(RocksDbBackend).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (method.Name, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(method => method.Message is not null)
            .Select(method => (method.Message!.EventId, method.Name, method.Message.Level.ToString()));
        Assert.Equal(ObservabilityPage.Events, declared.Order());
    }

    /// <summary>One checkpoint fails, a record fails, the job restarts, and RocksDB stalls, because its write buffers hold less than one row.</summary>
    [Fact]
    public async Task Every_name_is_seen_in_a_run_with_a_failed_checkpoint_and_a_restart()
    {
        using var directory = new TemporaryDirectory();
        using var recorder = new TelemetryRecorder(JobId);
        var backend = RocksDbBackend.At(directory["state"], new() { RowCacheEntries = 8, WriteBufferBytes = 1 });
        var readings = Readings.Generate(seed: 3, count: 2_000).Select(reading => reading with { Sensor = reading.Sensor.PadRight(4_000) });
        var result = await RunAsync(recorder, backend, [.. readings]);

        Assert.Equal((1, 1), (result.FailedCheckpoints, result.Restarts));
        var seen = recorder.Measurements.ToLookup(measured => measured.Instrument, measured => measured.Tags.Keys, StringComparer.Ordinal);
        foreach (var documented in ObservabilityPage.Instruments)
        {
            Assert.True(seen.Contains(documented.Name), $"{documented.Name} was not seen");
            Assert.Equal(documented.Tags.Order(), seen[documented.Name].SelectMany(tags => tags).Distinct().Order());
        }

        Assert.Equal(ObservabilityPage.Activities.Select(documented => documented.Name).Order(), recorder.Activities.Select(Name).Distinct().Order());
        foreach (var (name, tags) in ObservabilityPage.Activities)
        {
            var actual = recorder.Activities.Where(activity => Name(activity) == name).SelectMany(activity => activity.TagObjects).Select(tag => tag.Key);
            Assert.Equal(tags.Order(), actual.Distinct().Order());
        }

        // RocksDB decides which kind of stall it begins with; only the first within ten seconds is logged.
        var logged = recorder.Logs.Select(log => log.Id.Name == "WritesDelayed" ? "WritesStopped" : log.Id.Name!).Append("WritesDelayed").Distinct();
        Assert.Equal(ObservabilityPage.Events.Select(documented => documented.Name).Except(EventsOfOtherRuns).Order(), logged.Order());
    }

    [Fact]
    public async Task No_key_is_in_a_tag_or_in_a_log()
    {
        using var recorder = new TelemetryRecorder(JobId);
        var readings = Readings.Generate(seed: 4, count: 2_000);
        await RunAsync(recorder, MemoryBackend.Default, readings);
        var texts = recorder.Measurements.SelectMany(measured => measured.Tags.Values).Select(value => $"{value}")
            .Concat(recorder.Activities.SelectMany(activity => activity.TagObjects).Select(tag => $"{tag.Value}"))
            .Concat(recorder.Logs.Select(log => log.Message)).ToArray();
        Assert.NotEmpty(texts);
        Assert.DoesNotContain(texts, text => text.Contains("sensor-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_checkpoint_a_restart_and_a_failed_record_are_counted_once()
    {
        using var recorder = new TelemetryRecorder(JobId);
        var result = await RunAsync(recorder, MemoryBackend.Default, Readings.Generate(seed: 5, count: 2_000));

        Assert.Single(recorder.Of("stategen.checkpoint.duration", ("stategen.checkpoint.outcome", "failed")));
        Assert.Equal(result.Checkpoints, recorder.Of("stategen.checkpoint.duration", ("stategen.checkpoint.outcome", "completed")).Count());
        Assert.Equal(result.Checkpoints, recorder.Of("stategen.checkpoint.size").Count(size => size.Value > 0));
        Assert.Equal(1, recorder.Sum("stategen.job.restarts", ("error.type", typeof(InjectedFailureException).FullName!)));
        Assert.Equal(1, recorder.Sum("stategen.records.failed", ("stategen.error_policy", "skip"), ("stategen.operator.id", "window-totals")));
        Assert.Equal(result.Records, recorder.Sum("stategen.records.out", ("stategen.operator.id", "source")));
        Assert.Single(recorder.Of("stategen.restore.duration"));

        var failed = Assert.Single(recorder.Logs, log => log.Id == 1202);
        Assert.Equal((LogLevel.Warning, 1), (failed.Level, failed.Fields.Single(field => field.Key == "Failures").Value));
        Assert.IsType<InjectedFailureException>(failed.Exception);
        var restart = Assert.Single(recorder.Logs, log => log.Id == 1004);
        Assert.IsType<InjectedFailureException>(restart.Exception);
        var record = Assert.Single(recorder.Logs, log => log.Id == 1300);
        Assert.Contains("1 records or timers of one batch failed", record.Message, StringComparison.Ordinal);
        Assert.Equal(
            [1000, 1202, 1004, 1100, 1101, 1000, 1001],
            recorder.Logs.Where(log => log.Level > LogLevel.Debug && log.Id.Id is not (1201 or 1300)).Select(log => log.Id.Id));
    }

    /// <summary>An exporter collects in a thread of its own, whatever jobs do at that moment.</summary>
    [Fact]
    public async Task Collections_go_on_while_jobs_begin_and_end()
    {
        using var directory = new TemporaryDirectory();
        using var recorder = new TelemetryRecorder(JobId);
        using var ended = new CancellationTokenSource();
        var collecting = Task.Run(
            () =>
            {
                while (!ended.IsCancellationRequested)
                    recorder.Collect();
            },
            Token);
        var records = 0L;
        for (var run = 0; run < 3; run++)
        {
            var result = await RunAsync(recorder, RocksDbBackend.At(directory["state"]), Readings.Generate(seed: run, count: 1_900));
            records += result.Records;
            Assert.Null(result.LastFailure as ObjectDisposedException);
        }

        await ended.CancelAsync();
        await collecting;
        Assert.Equal(records, recorder.Sum("stategen.records.out", ("stategen.operator.id", "source")));
        recorder.Clear();
        recorder.Collect();
        Assert.Empty(recorder.Measurements);
    }

    [Fact]
    public async Task The_end_of_a_run_is_logged()
    {
        using var recorder = new TelemetryRecorder(JobId);
        using var storage = new FaultyCheckpointStorage(new Faults().At("storage-delete", 1));
        var options = new TriggeredJob(triggerEvery: 3).Options(storage) with { Logger = recorder, Restart = RestartStrategy.None, RetainedCheckpoints = 1 };
        await Assert.ThrowsAsync<OperatorException>(() => RunTotalsAsync(options, new Faults().At("operator", 10), Token));
        using (var stop = new CancellationTokenSource())
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunTotalsAsync(options, null, stop.Token));
        }

        await RunTotalsAsync(options, null, Token);
        await RunTotalsAsync(options, null, Token);
        Assert.DoesNotContain(recorder.Logs, log => $"{log.Message}{log.Exception}".Contains("sensor-", StringComparison.Ordinal));
        var ends = recorder.Logs.Where(log => log.Id.Id is > 1000 and < 1100).ToArray();
        Assert.Equal(["JobFailed", "JobStopped", "JobFinished", "JobAlreadyFinished"], ends.Select(log => log.Id.Name));
        Assert.IsType<InjectedFailureException>(ends[0].Exception);
        Assert.Contains("failed in operator 'running-totals' at list-0:", ends[0].Message, StringComparison.Ordinal);
        Assert.IsType<StateGen.Checkpoints.CheckpointStorageException>(Assert.Single(recorder.Logs, log => log.Id.Name == "DiscardFailed").Exception);
    }

    private static async Task RunTotalsAsync(PipelineOptions options, Faults? faults, CancellationToken cancellationToken)
    {
        var job = new TriggeredJob(triggerEvery: 3);
        var triggering = job.Options(new FaultyCheckpointStorage());
        await Pipeline.From(job.Source(null, Readings.Generate(seed: 6, count: 500))).KeyBy(reading => reading.Sensor)
            .Process(() => new RunningTotals(faults)).To(new ListSink<RunningTotal>())
            .RunAsync(options with { AttemptOpened = triggering.AttemptOpened }, cancellationToken);
    }

    private static async Task<JobResult> RunAsync(TelemetryRecorder recorder, StateGen.Backends.IStateBackend backend, Reading[] readings)
    {
        var faults = new Faults().At("storage-commit", 1).At("operator", 100).At("read", 50);
        using var storage = new FaultyCheckpointStorage(faults);
        var job = new TriggeredJob(triggerEvery: 20) { Triggering = recorder.Collect };
        var options = job.Options(storage) with
        {
            JobId = JobId, Backend = backend, Logger = recorder, ErrorPolicy = ErrorPolicy.Skip, TolerableCheckpointFailures = 1,
        };
        return await Pipeline.From(job.Source(faults, readings)).WithEventTime(reading => reading.Time, TimeSpan.Zero)
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals(faults)).To(new ListSink<WindowTotal> { Faults = faults })
            .RunAsync(options, Token);
    }

    private static string Name(Activity activity) => activity.OperationName;

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> or Counter<double> => "counter",
        Histogram<long> or Histogram<double> => "histogram",
        ObservableGauge<double> => "gauge",
        ObservableUpDownCounter<long> => "up-down counter",
        _ => instrument.GetType().Name,
    };
}
