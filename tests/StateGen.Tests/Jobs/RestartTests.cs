using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;
using StateGen.Tests.Telemetry;

namespace StateGen.Tests.Jobs;

/// <summary>Which failures of a job are followed by a restart, and what is told about it.</summary>
public sealed class RestartTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 10, count: 100);

    private static readonly RestartStrategy Often = RestartStrategy.FixedDelay(5, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_fourth_failure_in_the_life_of_a_job_is_survived_after_a_time_without_failure()
    {
        var time = new VirtualTime();
        var faults = new Faults().At("operator", 10).At("operator", 80).At("operator", 150).At("operator", 220);
        var sink = new ListSink<RunningTotal>();
        var source = new ListSource<Reading>(Input)
        {
            BeforeRead = (_, _, _) =>
            {
                time.Advance(TimeSpan.FromMinutes(20));
                return ValueTask.CompletedTask;
            },
            ReadSize = 10,
        };
        var options = new PipelineOptions { JobId = "job", Time = time, Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero, resetAfter: TimeSpan.FromHours(1)) };
        var result = await Totals(source, sink, faults).RunAsync(options, Token);
        Assert.Equal(4, result.Restarts);
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    public static TheoryData<Exception> Passing() => new((Exception[])
    [
        new SinkUnavailableException("down"),
        new SinkInUseException("in use"),
        new SourceUnavailableException("down"),
        new CheckpointStorageException("down"),
        new IOException("down"),
        new TimeoutException("down"),
        new System.Net.Sockets.SocketException(111),
    ]);

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_first_start_that_fails_for_a_moment_is_repeated(Exception failure)
    {
        var sink = FailingAtStart(failure, times: 2);
        var result = await Totals(new(Input), sink).RunAsync(new() { JobId = "job", Restart = Often }, Token);
        Assert.Equal((2, 1), (result.Restarts, result.Attempt));
        Assert.Same(failure, result.LastFailure);
        Readings.AssertExactlyOnce(sink.Committed, Input);
        Assert.Equal(0, sink.OpenSessions);
    }

    [Fact]
    public async Task A_storage_that_cannot_be_read_for_a_moment_is_asked_again()
    {
        using var storage = new FaultyCheckpointStorage(new Faults().At("storage-list", 1));
        var options = new PipelineOptions { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage), Restart = Often };
        Assert.Equal(1, (await Totals(new(Input), new()).RunAsync(options, Token)).Restarts);
    }

    [Fact]
    public async Task A_directory_that_another_run_is_about_to_leave_is_waited_for()
    {
        using var directory = new TemporaryDirectory();
        var time = new VirtualTime();
        // The engine arms no timer of its own for this time.
        var pause = TimeSpan.FromSeconds(7);
        var former = DirectoryCheckpointStorage.Open(directory.Path);
        var options = new PipelineOptions { JobId = "job", CheckpointTo = directory.Path, Time = time, Restart = RestartStrategy.FixedDelay(1, pause) };
        var running = Totals(new(Input), new()).RunAsync(options, Token);
        await time.WaitForTimerAsync(pause, Token).InTimeAsync();
        former.Dispose();
        time.Advance(pause);
        Assert.Equal(1, (await running).Restarts);
    }

    [Fact]
    public async Task A_first_start_that_fails_for_another_reason_is_not_repeated()
    {
        await AssertNotRestartedAsync(new StateGenException("wrong options"));
        await AssertNotRestartedAsync(new InjectedFailureException("unknown"));
        await AssertNotRestartedAsync(new SinkUnavailableException("a file") { IsPermanent = true });
    }

    [Fact]
    public async Task A_file_in_place_of_the_output_is_permanent()
    {
        using var directory = new TemporaryDirectory();
        var pipeline = Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals())
            .To(FileSink.Lines<RunningTotal>(directory.Write("out", ""), total => total.Sensor));
        var recorder = new LogRecorder();
        var refusal = await Assert.ThrowsAsync<SinkUnavailableException>(() => pipeline.RunAsync(new() { JobId = "job", Restart = Often, Logger = recorder }, Token));
        Assert.True(refusal.IsPermanent);
        Assert.DoesNotContain(recorder.Logs, log => log.Id == 1004);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_failure_that_is_permanent_is_not_followed_by_a_restart(bool isPermanent, int restarts)
    {
        var writes = 0;
        var sink = new ListSink<RunningTotal>
        {
            Written = _ =>
            {
                if (writes++ == 0)
                    throw new SinkUnavailableException("gone") { IsPermanent = isPermanent };
            },
        };
        var run = Totals(new(Input), sink).RunAsync(new() { JobId = "job", Restart = Often }, Token);
        if (isPermanent)
            await Assert.ThrowsAsync<SinkUnavailableException>(() => run);
        else
            Assert.Equal(restarts, (await run).Restarts);
        Assert.Equal((0, 0), (sink.OpenSessions, sink.OpenWriters));
    }

    [Fact]
    public async Task The_sink_stays_open_from_one_attempt_to_the_next()
    {
        var opened = 0;
        var sink = new ListSink<RunningTotal> { Opening = () => opened++ };
        await Totals(new(Input), sink, new Faults().At("operator", 5).At("operator", 6)).RunAsync(new() { JobId = "job", Restart = Often }, Token);
        Assert.Equal((1, 3, 0), (opened, sink.Restores, sink.OpenSessions));
    }

    [Fact]
    public async Task A_function_decides_which_failures_are_worth_a_restart()
    {
        var asked = new List<Exception>();
        var restart = Often.When(failure =>
        {
            asked.Add(failure);
            return asked.Count == 1;
        });
        var faults = new Faults().At("operator", 5).At("operator", 10);
        var failure = await Assert.ThrowsAsync<OperatorException>(() => Totals(new(Input), new(), faults).RunAsync(new() { JobId = "job", Restart = restart }, Token));
        Assert.Equal(2, asked.Count);
        Assert.Same(failure, asked[1]);
    }

    [Fact]
    public async Task All_functions_must_agree()
    {
        var faults = new Faults().At("operator", 5);
        var restart = Often.When(_ => false).When(_ => true);
        await Assert.ThrowsAsync<OperatorException>(() => Totals(new(Input), new(), faults).RunAsync(new() { JobId = "job", Restart = restart }, Token));
    }

    [Fact]
    public async Task A_function_that_throws_hides_neither_failure()
    {
        var restart = Often.When(_ => throw new InjectedFailureException("odd"));
        var failure = await Assert.ThrowsAsync<StateGenException>(
            () => Totals(new(Input), new(), new Faults().At("operator", 5)).RunAsync(new() { JobId = "job", Restart = restart }, Token));
        Assert.Contains("RestartStrategy.When threw", failure.Message, StringComparison.Ordinal);
        var causes = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions;
        Assert.Equal([typeof(OperatorException), typeof(InjectedFailureException)], causes.Select(cause => cause.GetType()));
    }

    [Fact]
    public async Task The_log_tells_the_pause_that_follows()
    {
        // The engine arms no timers of its own for these times.
        var time = new VirtualTime();
        var recorder = new LogRecorder();
        var restart = RestartStrategy.ExponentialBackoff(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(60), multiplier: 3, jitter: 0);
        var options = new PipelineOptions { JobId = "job", Time = time, Logger = recorder, Restart = restart };
        var running = Totals(new(Input), new(), new Faults().At("operator", 5).At("operator", 10)).RunAsync(options, Token);
        foreach (var pause in new[] { 7, 21 })
        {
            await time.WaitForTimerAsync(TimeSpan.FromSeconds(pause), Token).InTimeAsync();
            time.Advance(TimeSpan.FromSeconds(pause));
        }

        await running;
        var restarts = recorder.Logs.Where(log => log.Id == 1004);
        Assert.Equal([7_000d, 21_000d], restarts.Select(log => log.Fields.Single(field => field.Key == "DelayMilliseconds").Value));
    }

    private static async Task AssertNotRestartedAsync(Exception failure)
    {
        var sink = FailingAtStart(failure, times: 1);
        Assert.Same(failure, await Assert.ThrowsAnyAsync<Exception>(() => Totals(new(Input), sink).RunAsync(new() { JobId = "job", Restart = Often }, Token)));
    }

    private static ListSink<RunningTotal> FailingAtStart(Exception failure, int times) => new()
    {
        Opening = () =>
        {
            if (times-- > 0)
                throw failure;
        },
    };

    [Fact]
    public async Task Attempts_that_have_failed_give_the_memory_of_the_events_in_their_exchange_back()
    {
        var events = new List<WeakReference>();
        var pipeline = Pipeline.From(new ListSource<Reading>(Input))
            .Select(reading => Remember(reading with { }, events))
            .KeyBy(reading => reading.Sensor)
            .Process(() => new RunningTotals(new Faults().At("operator", 20)))
            .To(new ListSink<RunningTotal>());
        var options = new PipelineOptions { JobId = "job", Parallelism = 2, Restart = RestartStrategy.FixedDelay(2, TimeSpan.Zero) };
        await FailAsync(pipeline, options);
        Assert.InRange(events.Count, 60, int.MaxValue);
        await Task.Run(() => InTime.Until(() => CountAlive(events) == 0), Token);
        GC.KeepAlive(pipeline);
    }

    // The last subtask of an attempt may end the job, so this may return deep in its stack, which refers to events until the caller waits.
    private static Task<OperatorException> FailAsync(RunnablePipeline pipeline, PipelineOptions options) =>
        Assert.ThrowsAsync<OperatorException>(() => pipeline.RunAsync(options, Token));

    private static int CountAlive(List<WeakReference> events)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return events.Count(static each => each.IsAlive);
    }

    // An event is in no other memory than that of the job.
    private static Reading Remember(Reading reading, List<WeakReference> events)
    {
        lock (events)
            events.Add(new(reading));
        return reading;
    }

    private static RunnablePipeline Totals(ListSource<Reading> source, ListSink<RunningTotal> sink, Faults? faults = null) =>
        Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals(faults)).To(sink);
}
