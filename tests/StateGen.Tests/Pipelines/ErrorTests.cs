using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>What becomes of exceptions: of operators, of selectors, and of checkpoints.</summary>
public sealed class ErrorTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 6, count: 300);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failing_record_fails_the_job_with_operator_key_and_position()
    {
        var failure = await Assert.ThrowsAsync<OperatorException>(() => Totals(new ListSink<RunningTotal>(), new Faults().At("operator", 42)).RunAsync(new() { JobId = "job", Parallelism = 1 }, Token));
        Assert.Equal(("running-totals", (object)Input[41].Sensor, "list-0:42"), (failure.OperatorId, failure.Key, failure.Position));
        Assert.IsType<InjectedFailureException>(failure.InnerException);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_skipped_record_is_as_if_it_had_not_been_there(int parallelism)
    {
        var sink = new ListSink<RunningTotal>();
        var letters = new List<DeadLetter>();
        var policy = ErrorPolicy.DeadLetter(letter =>
        {
            lock (letters)
                letters.Add(letter);
        });
        await Totals(sink, new Faults().At("operator", 10).At("operator", 11).At("operator", 250)).RunAsync(new() { JobId = "job", Parallelism = parallelism, ErrorPolicy = policy, BatchSize = 16 }, Token);
        Assert.Equal(3, letters.Count);
        Assert.All(letters, letter => Assert.Equal(letter.Event, Input[int.Parse(letter.Position!.Split(':')[1]) - 1]));
        Readings.AssertExactlyOnce(sink.Committed, [.. Input.Except(letters.Select(letter => (Reading)letter.Event!))]);
    }

    [Fact]
    public async Task A_record_without_a_key_is_named()
    {
        var pipeline = Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading == Input[7] ? null! : reading.Sensor).Process(() => new RunningTotals()).To(new ListSink<RunningTotal>());
        var failure = await Assert.ThrowsAsync<FunctionException>(() => pipeline.RunAsync(new() { JobId = "job" }, Token));
        Assert.Contains("The key of operator 'running-totals' failed for the record at list-0:8", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_selector_that_throws_is_named_with_the_record()
    {
        var pipeline = Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading == Input[7] ? throw new FormatException("odd") : reading.Sensor).Process(() => new RunningTotals()).To(new ListSink<RunningTotal>());
        var failure = await Assert.ThrowsAsync<FunctionException>(() => pipeline.RunAsync(new() { JobId = "job" }, Token));
        Assert.Contains("list-0:8", failure.Message, StringComparison.Ordinal);
        Assert.IsType<FormatException>(failure.InnerException);
    }

    [Fact]
    public async Task A_time_that_is_not_utc_is_named_with_the_record()
    {
        var pipeline = Pipeline.From(new ListSource<Reading>(Input)).WithEventTime(reading => new DateTime(reading.Milliseconds, reading == Input[3] ? DateTimeKind.Local : DateTimeKind.Utc), TimeSpan.Zero)
            .KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(new ListSink<RunningTotal>());
        var failure = await Assert.ThrowsAsync<FunctionException>(() => pipeline.RunAsync(new() { JobId = "job" }, Token));
        Assert.Contains("list-0:4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_restarts_are_used_up_the_original_exception_is_thrown()
    {
        var faults = new Faults().At("read", 1).At("read", 2).At("read", 3);
        var job = new TriggeredJob(triggerEvery: 1_000);
        var options = job.Options(new MemoryCheckpointStorage()) with { Restart = RestartStrategy.FixedDelay(2, TimeSpan.Zero) };
        var pipeline = Pipeline.From(job.Source(faults, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(new ListSink<RunningTotal>());
        Assert.Contains("pass 3", (await Assert.ThrowsAsync<InjectedFailureException>(() => pipeline.RunAsync(options, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_checkpoints_a_restart_begins_anew()
    {
        var sink = new ListSink<RunningTotal>();
        var result = await Totals(sink, new Faults().At("operator", 150)).RunAsync(new() { JobId = "job", Restart = RestartStrategy.FixedDelay(1, TimeSpan.Zero) }, Token);
        Assert.Equal((1, 2), (result.Restarts, result.Attempt));
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Fact]
    public async Task Without_checkpoints_a_commit_that_failed_is_not_repeated()
    {
        var sink = new ListSink<RunningTotal> { Faults = new Faults().At("committed", 1) };
        var pipeline = Totals(sink, null);
        var failure = await Assert.ThrowsAnyAsync<StateGenException>(() => pipeline.RunAsync(new() { JobId = "job", Restart = RestartStrategy.FixedDelay(5, TimeSpan.Zero) }, Token));
        Assert.IsType<InjectedFailureException>(failure.InnerException);
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Theory]
    [InlineData("storage-write")]
    [InlineData("storage-commit")]
    [InlineData("storage-committed")]
    public async Task A_failed_checkpoint_that_is_tolerated_leaves_the_job_running_and_loses_no_output(string place)
    {
        var faults = new Faults().At(place, 2).At(place, 3);
        using var storage = new FaultyCheckpointStorage(faults);
        var sink = new ListSink<RunningTotal>();
        var job = new TriggeredJob(triggerEvery: 2, readSize: 20);
        var options = job.Options(storage) with { TolerableCheckpointFailures = 2, Restart = RestartStrategy.None };
        var result = await Pipeline.From(job.Source(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink).RunAsync(options, Token);
        // A checkpoint that is stored although the storage reported a failure is known to be complete.
        var failed = place == "storage-committed" ? 0 : 2;
        Assert.Equal((failed, 1), (result.FailedCheckpoints, result.Attempt));
        Assert.Equal(failed > 0, result.LastFailure?.Message.Contains($"pass 3 of '{place}'", StringComparison.Ordinal) == true);
        Assert.Equal(failed, job.Triggered.Count(id => id is null));
        Readings.AssertExactlyOnce(sink.Committed, Input);
        Assert.Equal(0, sink.PreparedCount);
    }

    [Fact]
    public async Task One_failed_checkpoint_more_than_tolerated_fails_the_job_with_its_reason()
    {
        using var storage = new FaultyCheckpointStorage(new Faults().At("storage-commit", 2).At("storage-commit", 3));
        var job = new TriggeredJob(triggerEvery: 2, readSize: 20);
        var options = job.Options(storage) with { TolerableCheckpointFailures = 1, Restart = RestartStrategy.None };
        var pipeline = Pipeline.From(job.Source(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(new ListSink<RunningTotal>());
        var failure = await Assert.ThrowsAsync<StateGenException>(() => pipeline.RunAsync(options, Token));
        Assert.Contains("Checkpoint 3 of job 'job' failed: Injected at pass 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_checkpoint_that_cannot_be_discarded_leaves_the_job_running_and_is_reported()
    {
        using var storage = new FaultyCheckpointStorage(new Faults().At("storage-delete", 1));
        var job = new TriggeredJob(triggerEvery: 2, readSize: 20);
        var pipeline = Pipeline.From(job.Source(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(new ListSink<RunningTotal>());
        var result = await pipeline.RunAsync(job.Options(storage), Token);
        Assert.Equal((0, 0), (result.FailedCheckpoints, result.Restarts));
        Assert.Contains("storage-delete", result.LastFailure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_failure_before_a_restart_is_reported()
    {
        var heard = new HeardProgress();
        var options = new PipelineOptions { JobId = "job", Progress = heard, Restart = RestartStrategy.FixedDelay(1, TimeSpan.Zero) };
        var result = await Totals(new ListSink<RunningTotal>(), new Faults().At("operator", 150)).RunAsync(options, Token);
        Assert.Equal("list-0:150", Assert.IsType<OperatorException>(result.LastFailure).Position);
        Assert.Same(result.LastFailure, heard.Last?.LastFailure);
    }

    [Fact]
    public async Task A_run_without_failures_reports_none() =>
        Assert.Null((await Totals(new ListSink<RunningTotal>(), null).RunAsync(new() { JobId = "job" }, Token)).LastFailure);

    [Fact]
    public async Task Checkpoints_beyond_those_to_be_retained_are_discarded()
    {
        using var storage = new MemoryCheckpointStorage();
        var job = new TriggeredJob(triggerEvery: 2, readSize: 20);
        await Pipeline.From(job.Source(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(new ListSink<RunningTotal>())
            .RunAsync(job.Options(storage) with { RetainedCheckpoints = 3 }, Token);
        var ids = (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).CheckpointIds;
        Assert.Equal([job.Triggered.Count - 1, job.Triggered.Count, job.Triggered.Count + 1], ids);
    }

    private static RunnablePipeline Totals(ListSink<RunningTotal> sink, Faults? faults) =>
        Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals(faults)).To(sink);

    private sealed class HeardProgress : IProgress<JobProgress>
    {
        public JobProgress? Last { get; private set; }

        public void Report(JobProgress value) => Last = value;
    }
}
