using StateGen.Backends;
using StateGen.TestKit.Backends;

namespace StateGen.Testing.Tests;

public sealed class PipelineHarnessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pipeline_runs_from_a_source_to_a_sink_in_memory()
    {
        await using var harness = new PipelineHarness();
        var sums = harness.CreateSink<Sum>();
        var result = await harness.RunAsync(Sums.Of(harness.CreateSource<Entry>(new("a", 1), new("b", 2), new("a", 3)), sums), Token);
        Assert.Equal([new("a", 1), new("b", 2), new("a", 4)], sums.Records);
        Assert.Equal((3, 0), (result.Records, result.Restarts));
    }

    [Fact]
    public async Task Output_is_visible_after_a_checkpoint_which_contains_what_was_added_before()
    {
        await using var harness = new PipelineHarness(new() { Parallelism = 3 });
        var (entries, sums) = (harness.CreateSource<Entry>(), harness.CreateSink<Sum>());
        harness.Start(Sums.Of(entries, sums));
        for (var round = 1; round <= 20; round++)
        {
            entries.Add(new("a", 1), new($"k{round}", round));
            Assert.Equal(round, await harness.CheckpointAsync(Token));
            Assert.Equal(2 * round, sums.Records.Count);
            Assert.Contains(new("a", round), sums.Records);
        }

        await harness.CompleteAsync(Token);
        Assert.Equal(40, sums.Records.Count);
    }

    [Fact]
    public async Task A_job_that_fails_goes_on_from_its_latest_checkpoint_by_itself()
    {
        await using var harness = new PipelineHarness();
        var (entries, sums) = (harness.CreateSource<Entry>(new("a", 1), new("a", 2), new("a", 4)), harness.CreateSink<Sum>());
        entries.CheckpointAt(1);
        entries.FailAt(1);
        entries.FailAt(2);
        entries.FailAt(3);
        var result = await harness.RunAsync(Sums.Of(entries, sums), Token);
        Assert.Equal([new("a", 1), new("a", 3), new("a", 7)], sums.Records);
        Assert.Equal(3, result.Restarts);
        Assert.Equal("The test had the test source of Entry fail before event 3.", Assert.IsType<InjectedFailureException>(result.LastFailure).Message);
    }

    [Fact]
    public async Task A_killed_job_loses_what_happened_since_its_latest_checkpoint_and_does_it_again()
    {
        await using var harness = new PipelineHarness();
        var (entries, sums) = (harness.CreateSource<Entry>(new("a", 1), new("a", 2)), harness.CreateSink<Sum>());
        var pipeline = Sums.Of(entries, sums);
        harness.Start(pipeline);
        await harness.CheckpointAsync(Token);
        entries.Add(new Entry("a", 4));
        await harness.KillAsync();
        Assert.Equal([new("a", 1), new("a", 3)], sums.Records);
        var result = await harness.RunAsync(pipeline, Token);
        Assert.Equal([new("a", 1), new("a", 3), new("a", 7)], sums.Records);
        Assert.Equal((1, 1), (result.RestoredCheckpointId, result.Records));
    }

    [Fact]
    public async Task A_stopped_job_resumes_as_another_version()
    {
        await using var harness = new PipelineHarness();
        var (entries, sums) = (harness.CreateSource<Entry>(new("a", 1), new("a", 2)), harness.CreateSink<Sum>());
        harness.Start(Sums.Of(entries, sums));
        await harness.CheckpointAsync(Token);
        Assert.True((await harness.StopAsync(Token)).IsStopped);
        entries.Add(new("a", 4), new("b", 8));
        await harness.RunAsync(Sums.Of(entries, sums, key => key == "a"), Token);
        Assert.Equal([new("a", 1), new("a", 3), new("a", 7)], sums.Records);
    }

    [Fact]
    public async Task A_failure_that_the_test_has_not_injected_ends_the_job()
    {
        await using var harness = new PipelineHarness();
        var (entries, sums) = (harness.CreateSource<Entry>(new("a", 1), new("a", int.MaxValue)), harness.CreateSink<Sum>());
        harness.Start(Sums.Of(entries, sums));
        Assert.IsType<OverflowException>((await Assert.ThrowsAsync<OperatorException>(() => harness.CheckpointAsync(Token))).InnerException);
        await Assert.ThrowsAsync<OperatorException>(() => harness.CompleteAsync(Token));
        Assert.Empty(sums.Records);
    }

    [Fact]
    public async Task State_expires_in_virtual_time()
    {
        await using var harness = new PipelineHarness();
        var (entries, sums) = (harness.CreateSource<Entry>(new("a", 1), new("a", 2)), harness.CreateSink<Sum>());
        harness.Start(Sums.Of(entries, sums));
        await harness.CheckpointAsync(Token);
        harness.Time.Advance(TimeSpan.FromHours(1));
        entries.Add(new Entry("a", 4));
        await harness.CheckpointAsync(Token);
        Assert.Equal([new("a", 1), new("a", 3), new("a", 4)], sums.Records);
    }

    [Fact]
    public async Task Processing_time_timers_fire_in_virtual_time()
    {
        await using var harness = new PipelineHarness(new() { Parallelism = 2 });
        var (texts, reminders) = (harness.CreateSource("ab", "c"), harness.CreateSink<string>());
        harness.Start(Pipeline.From(texts).KeyBy(text => text).Process(() => new Reminders()).To(reminders));
        await harness.CheckpointAsync(Token);
        harness.Time.Advance(TimeSpan.FromMinutes(9));
        await harness.CheckpointAsync(Token);
        Assert.Empty(reminders.Records);
        harness.Time.Advance(TimeSpan.FromMinutes(1));
        await harness.CheckpointUntilAsync(() => reminders.Records.Count == 2, Token);
        harness.Time.Advance(TimeSpan.FromMinutes(10));
        await harness.CheckpointUntilAsync(() => reminders.Records.Count == 3, Token);
        Assert.Equal(["ab at 00:10", "ab at 00:20", "c at 00:10"], reminders.Records.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_condition_that_is_never_met_is_given_up_with_the_output()
    {
        await using var harness = new PipelineHarness();
        var sums = harness.CreateSink<Sum>();
        harness.Start(Sums.Of(harness.CreateSource(new Entry("a", 1)), sums));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => harness.CheckpointUntilAsync(() => sums.Records.Count == 2, Token));
        Assert.Equal(
            "The condition is not met after 1000 checkpoints. The sinks of the harness have: collection of Sum: [Sum { Key = a, Total = 1 }].", exception.Message);
    }

    [Fact]
    public async Task A_checkpoint_contains_the_events_of_every_source_also_after_failures()
    {
        await using var harness = new PipelineHarness();
        var (left, right, sums) = (harness.CreateSource<Entry>(), harness.CreateSource<Entry>(), harness.CreateSink<Sum>());
        harness.Start(Sums.Of(Pipeline.From(left, "left").Union(Pipeline.From(right, "right")), sums));
        for (var round = 0; round < 10; round++)
        {
            left.FailAt((2 * round) + 1);
            right.FailAt((3 * round) + 2);
            left.Add(new("a", 1), new("b", 1));
            right.Add(new("a", 1), new("b", 1), new("c", 1));
            await harness.CheckpointAsync(Token);
            Assert.Equal(5 * (round + 1), sums.Records.Count);
        }

        Assert.Equal(20, sums.Records.Where(sum => sum.Key == "b").Max(sum => sum.Total));
        Assert.True((await harness.CompleteAsync(Token)).Restarts >= 10);
    }

    [Fact]
    public async Task A_pipeline_without_mistakes_is_exactly_once_on_every_backend()
    {
        using var rocksDb = new RocksDbUnderTest();
        foreach (var backend in (IStateBackend[])[MemoryBackend.Default, rocksDb.Create()])
        {
            var runs = await PipelineHarness.VerifyExactlyOnceAsync(
                harness => Sums.Of(harness.CreateSource<Entry>(new("a", 1), new("b", 2), new("a", 3), new("a", 4)), harness.CreateSink<Sum>()),
                new() { Backend = backend, Parallelism = 2 },
                Token);
            Assert.Equal(4, runs);
        }
    }

    [Fact]
    public async Task Data_in_a_field_is_found_by_a_failure()
    {
        var exception = await Assert.ThrowsAsync<ExactlyOnceException>(() => PipelineHarness.VerifyExactlyOnceAsync(
            harness => Pipeline.From(harness.CreateSource(1, 2, 3)).KeyBy(_ => 0).Process(() => new Forgetful()).To(harness.CreateSink<int>()),
            cancellationToken: Token));
        Assert.Equal(
            "The output differs after a restart. The job failed before event 3 of source 0 and resumed from a checkpoint before event 1. Compared with a run "
            + "without a failure, the collection of Int32 lacks [3] and has [1] too much. Look for data that is kept outside of state, such as in fields, and "
            + "for output that depends on time, chance or order.",
            exception.Message);
    }

    [Fact]
    public async Task At_most_40_failures_are_tried_in_a_long_input()
    {
        var runs = await PipelineHarness.VerifyExactlyOnceAsync(
            harness => Sums.Of(harness.CreateSource(Enumerable.Range(0, 1_001).Select(number => new Entry($"k{number % 10}", number))), harness.CreateSink<Sum>()),
            cancellationToken: Token);
        Assert.InRange(runs, 35, 40);
    }

    [Fact]
    public async Task A_check_needs_a_source_and_a_sink_of_the_harness() => Assert.StartsWith(
        "The pipeline has no source or no sink of the harness.",
        (await Assert.ThrowsAsync<InvalidOperationException>(() => PipelineHarness.VerifyExactlyOnceAsync(
            harness => Pipeline.From(Source.FromList([1])).To(harness.CreateSink<int>()), cancellationToken: Token))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Members_out_of_order_say_what_to_do()
    {
        await using var harness = new PipelineHarness();
        var (entries, sums) = (harness.CreateSource<Entry>(), harness.CreateSink<Sum>());
        var pipeline = Sums.Of(entries, sums);
        Assert.Equal("No pipeline runs. Call Start before.", (await Assert.ThrowsAsync<InvalidOperationException>(() => harness.CheckpointAsync(Token))).Message);
        harness.Start(pipeline);
        Assert.Equal("The job runs already. End the run with CompleteAsync, StopAsync or KillAsync.", Assert.Throws<InvalidOperationException>(() => harness.Start(pipeline)).Message);
        entries.Complete();
        Assert.Equal("The test source of Entry is complete. Add events before Complete.", Assert.Throws<InvalidOperationException>(() => entries.Add(new Entry("a", 1))).Message);
        await harness.CompleteAsync(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => harness.StopAsync(Token));
    }
}
