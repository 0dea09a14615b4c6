using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StateGen.RocksDb;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Telemetry;

/// <summary>Whatever loggers and listeners throw, a job computes the same, counts the same and leaves nothing behind.</summary>
[Collection("Telemetry")]
public sealed class FaultyListenerTests
{
    private const string JobId = "faulty-listeners";

    private static readonly Reading[] Input = Readings.Generate(seed: 7, count: 1_000);

    private int _thrown;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_logger_that_always_throws_changes_nothing() => await AssertUnchangedAsync(new FaultyLogger(Failure));

    [Fact]
    public async Task Listeners_of_metrics_that_always_throw_change_nothing()
    {
        using var meters = new MeterListener { InstrumentPublished = EnableAll };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => Throw(tags));
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => Throw(tags));
        meters.Start();
        await AssertUnchangedAsync(NullLogger.Instance);

        void Throw(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Contains(new("stategen.job.id", JobId)))
                throw Failure();
        }
    }

    [Fact]
    public async Task Listeners_of_traces_that_always_throw_change_nothing()
    {
        using var activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == StateGenTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("stategen.job.id"), JobId))
                    throw Failure();
            },
        };
        ActivitySource.AddActivityListener(activities);
        await AssertUnchangedAsync(NullLogger.Instance);
    }

    private async Task AssertUnchangedAsync(ILogger logger)
    {
        using var directory = new TemporaryDirectory();
        using var storage = new FaultyCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        var job = new TriggeredJob(triggerEvery: 5);
        var options = job.Options(storage, parallelism: 2) with
        {
            JobId = JobId, Backend = RocksDbBackend.At(directory["state"]), Logger = logger, Restart = RestartStrategy.None,
        };
        var result = await Pipeline.From(job.Source(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink)
            .RunAsync(options, Token);
        Readings.AssertExactlyOnce(sink.Committed, Input);
        Assert.Equal((0, 0, job.Triggered.Count + 1), (result.FailedCheckpoints, result.Restarts, result.Checkpoints));
        Assert.IsType<InvalidOperationException>(result.LastFailure);
        Assert.True(_thrown > 0);
        Assert.All(Directory.GetDirectories(directory["state"]), subtask => Assert.Empty(Directory.GetDirectories(subtask)));
    }

    private static void EnableAll(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == StateGenTelemetry.MeterName)
            listener.EnableMeasurementEvents(instrument);
    }

    private InvalidOperationException Failure()
    {
        Interlocked.Increment(ref _thrown);
        return new("The monitoring is down.");
    }

    private sealed class FaultyLogger(Func<Exception> failure) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw failure();
    }
}
