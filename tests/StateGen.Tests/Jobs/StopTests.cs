using System.Runtime.InteropServices;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Telemetry;

namespace StateGen.Tests.Jobs;

/// <summary>A job that is asked to stop takes a checkpoint, commits its output and ends, and can be resumed.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly Reading[] Input = Readings.Generate(seed: 11, count: 400);

    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryCheckpointStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stop.Dispose();
        _storage.Dispose();
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 4, 2)]
    [InlineData(2, 4, 3)]
    public async Task A_stopped_job_has_committed_all_that_it_read_and_is_resumed(int parallelism, int splits, int resumed)
    {
        var sink = new ListSink<WindowTotal>();
        var source = StoppingSource(splits);
        var result = await Windows(source, sink).RunAsync(Options(_storage) with { Parallelism = parallelism }, Token);
        Assert.Equal((true, false, 1L), (result.IsStopped, result.AlreadyFinished, result.StoppedCheckpointId));
        Assert.Equal((0, 0, 0), (sink.OpenSessions, sink.OpenWriters, source.OpenReaders));
        var latest = (await CheckpointStore.OpenForReadingAsync(_storage, "job", cancellationToken: Token)).FindLatest()!;
        Assert.Equal((1L, false, 1L), (latest.CheckpointId, latest.IsFinished, (await CheckpointStore.OpenForReadingAsync(_storage, "job", cancellationToken: Token)).CommittedCheckpointId));
        Assert.Equal(result.Records, latest.Sources[0].Splits.Sum(split => split.Fields.GetInt64("next")));
        Assert.All(latest.Operators[0].Subtasks, subtask => Assert.InRange(subtask.WatermarkMilliseconds, EventTime.Minimum, EventTime.Maximum - 1));

        var rest = await Windows(new(Input.Split(splits)), sink).RunAsync(Options(_storage) with { Parallelism = resumed, StopRequested = default }, Token);
        Assert.Equal((Input.Length - result.Records, 1L, false, null), (rest.Records, rest.RestoredCheckpointId, rest.IsStopped, rest.StoppedCheckpointId));
        Assert.Equal(Readings.Windows(Input), sink.Committed.Sorted());
    }

    [Fact]
    public async Task No_timer_fires_at_a_stop()
    {
        var sink = new ListSink<WindowTotal>();
        await Windows(StoppingSource(1), sink).RunAsync(Options(_storage), Token);
        var before = Input.TakeWhile((_, index) => index < 50).Max(reading => reading.Milliseconds);
        Assert.All(sink.Committed, window => Assert.InRange(window.End, 0, before));
        await Windows(new(Input), sink).RunAsync(Options(_storage) with { StopRequested = default }, Token);
        Assert.Equal(Readings.Windows(Input), sink.Committed.Sorted());
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_the_next_periodic_checkpoint()
    {
        var options = Options(_storage) with { Time = new VirtualTime(), CheckpointInterval = TimeSpan.FromHours(1), MinimumPause = TimeSpan.FromHours(1) };
        Assert.True((await Totals(StoppingSource(1), new()).RunAsync(options, Token)).IsStopped);
    }

    [Fact]
    public async Task A_stop_follows_the_checkpoint_that_is_in_progress()
    {
        using var storage = new HangingCheckpointStorage(hangs: 1);
        var time = new VirtualTime();
        var options = Options(storage) with { Time = time, CheckpointInterval = TimeSpan.FromHours(1), TolerableCheckpointFailures = 1 };
        var source = new ListSource<Reading>(Input)
        {
            BeforeRead = async (_, next, token) =>
            {
                if (next < 50)
                    return;
                await time.WaitForTimerAsync(TimeSpan.FromHours(1), token);
                time.Advance(TimeSpan.FromHours(1));
                await storage.Hanging.WaitAsync(token);
                await _stop.CancelAsync();
                await time.WaitForTimerAsync(options.CheckpointTimeout, token);
                time.Advance(options.CheckpointTimeout);
                await new TaskCompletionSource().Task.WaitAsync(token);
            },
            ReadSize = 10,
        };
        var result = await Totals(source, new()).RunAsync(options, Token);
        Assert.Equal((true, 1, 2L), (result.IsStopped, result.FailedCheckpoints, result.StoppedCheckpointId));
    }

    [Fact]
    public async Task A_last_checkpoint_that_takes_too_long_is_a_failure_of_the_stop_and_loses_nothing()
    {
        using var storage = new HangingCheckpointStorage(hangs: 1);
        var time = new VirtualTime();
        var sink = new ListSink<RunningTotal>();
        var options = Options(storage) with { Time = time, TolerableCheckpointFailures = 5, Restart = RestartStrategy.FixedDelay(5, TimeSpan.Zero) };
        var running = Totals(StoppingSource(1), sink).RunAsync(options, Token);
        await storage.Hanging.WaitAsync(Token);
        await time.WaitForTimerAsync(options.CheckpointTimeout, Token);
        time.Advance(options.CheckpointTimeout);
        var failure = await Assert.ThrowsAsync<JobStopException>(() => running);
        Assert.Contains("was not complete after 00:10:00", failure.Message, StringComparison.Ordinal);
        Assert.Contains("it starts from the beginning, because it has no checkpoint yet.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(("job", null), (failure.JobId, failure.LatestCheckpointId));
        await Totals(new(Input), sink).RunAsync(options with { StopRequested = default }, Token);
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Theory]
    [InlineData("commit", 2L)]
    [InlineData("committed", 2L)]
    [InlineData("prepare", 1L)]
    public async Task A_stop_that_fails_names_the_checkpoint_that_the_job_resumes_from(string place, long latest)
    {
        var faults = new Faults().At(place, 2);
        var sink = new ListSink<RunningTotal> { Faults = faults };
        var job = new TriggeredJob(triggerEvery: 3, readSize: 10);
        var triggering = job.Source(null, Input);
        var stopping = StoppingSource(1);
        var source = new ListSource<Reading>(Input)
        {
            ReadSize = 10,
            BeforeRead = async (split, next, token) =>
            {
                if (next < 50)
                    await triggering.BeforeRead!(split, next, token);
                else
                    await stopping.BeforeRead!(split, next, token);
            },
        };
        // While time stands, each read returns all that it may, so the reads and with them the checkpoints can be counted.
        var options = job.Options(_storage) with { StopRequested = _stop.Token, Time = new VirtualTime() };
        var failure = await Assert.ThrowsAsync<JobStopException>(() => Totals(source, sink).RunAsync(options, Token));
        Assert.Equal(latest, failure.LatestCheckpointId);
        Assert.Contains($"resumes from checkpoint {latest}.", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InjectedFailureException>(failure.InnerException);
        var rest = await Totals(new(Input), sink).RunAsync(options with { StopRequested = default, AttemptOpened = null }, Token);
        Assert.Equal(latest, rest.RestoredCheckpointId);
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Fact]
    public async Task A_job_that_is_asked_to_stop_before_it_starts_reads_nothing()
    {
        await _stop.CancelAsync();
        var source = new ListSource<Reading>(Input);
        var sink = new ListSink<RunningTotal>();
        var result = await Totals(source, sink).RunAsync(Options(_storage), Token);
        Assert.Equal((true, null, 0, 0), (result.IsStopped, result.StoppedCheckpointId, source.Reads, sink.Restores));
    }

    [Fact]
    public async Task A_finished_job_is_finished_although_it_is_asked_to_stop()
    {
        await Totals(new(Input), new()).RunAsync(Options(_storage), Token);
        await _stop.CancelAsync();
        var result = await Totals(new(Input), new()).RunAsync(Options(_storage), Token);
        Assert.Equal((true, false), (result.AlreadyFinished, result.IsStopped));
    }

    [Fact]
    public async Task A_stop_ends_the_pause_before_a_restart()
    {
        var time = new VirtualTime();
        var pause = TimeSpan.FromHours(1);
        var options = Options(_storage) with { Time = time, Restart = RestartStrategy.FixedDelay(1, pause) };
        var running = Totals(new(Input), new(), new Faults().At("operator", 10)).RunAsync(options, Token);
        await time.WaitForTimerAsync(pause, Token);
        await _stop.CancelAsync();
        var result = await running;
        Assert.Equal((true, null, 1), (result.IsStopped, result.StoppedCheckpointId, result.Restarts));
        Assert.IsType<OperatorException>(result.LastFailure);
    }

    [Fact]
    public async Task A_reader_that_fails_when_it_is_no_longer_needed_is_only_recorded()
    {
        var source = new ListSource<Reading>(Input)
        {
            ReadSize = 10,
            BeforeRead = async (_, next, token) =>
            {
                if (next < 50)
                    return;
                await _stop.CancelAsync();
                var ended = new TaskCompletionSource();
                await using var registration = token.Register(() => ended.SetException(new IOException("closed")));
                await ended.Task;
            },
        };
        var result = await Totals(source, new()).RunAsync(Options(_storage), Token);
        Assert.Equal((true, 50), (result.IsStopped, result.Records));
    }

    [Fact]
    public async Task The_log_tells_of_the_request_and_of_the_checkpoint()
    {
        var recorder = new LogRecorder();
        await Totals(StoppingSource(1), new()).RunAsync(Options(_storage) with { Logger = recorder }, Token);
        Assert.Equal([1000, 1006, 1201, 1007], recorder.Logs.Where(log => log.Level > Microsoft.Extensions.Logging.LogLevel.Debug).Select(log => log.Id.Id));
        Assert.Equal("Job job stopped at checkpoint 1. A later run resumes from it.", recorder.Logs.Single(log => log.Id == 1007).Message);
    }

    [Fact]
    public async Task The_first_signal_stops_the_job_and_the_second_keeps_its_effect()
    {
        using var signal = new StopSignal(new() { JobId = "job" });
        var first = new PosixSignalContext(PosixSignal.SIGTERM);
        var second = new PosixSignalContext(PosixSignal.SIGTERM);
        signal.Receive(first);
        Assert.Equal((true, true), (signal.IsRequested, first.Cancel));
        signal.Receive(second);
        Assert.False(second.Cancel);

        using var requested = new StopSignal(new() { JobId = "job", StopRequested = _stop.Token });
        await _stop.CancelAsync();
        var third = new PosixSignalContext(PosixSignal.SIGINT);
        requested.Receive(third);
        Assert.Equal((true, true), (requested.IsRequested, third.Cancel));
    }

    private static RunnablePipeline Windows(ListSource<Reading> source, ListSink<WindowTotal> sink) =>
        Pipeline.From(source).WithEventTime(reading => reading.Time, TimeSpan.Zero).KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(sink);

    private static RunnablePipeline Totals(ListSource<Reading> source, ListSink<RunningTotal> sink, Faults? faults = null) =>
        Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals(faults)).To(sink);

    private PipelineOptions Options(ICheckpointStorage storage) =>
        new() { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage), StopRequested = _stop.Token };

    /// <summary>A source whose splits ask the job to stop when they have returned 50 events, and then have no more for now.</summary>
    private ListSource<Reading> StoppingSource(int splits) => new(Input.Split(splits))
    {
        ReadSize = 10,
        BeforeRead = _stop.AfterEvents(50),
    };
}
