using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Jobs;

/// <summary>Checkpoints on demand.</summary>
public sealed class CheckpointTriggerTests : IDisposable
{
    private readonly FedSplits _splits = new(1);
    private readonly MemoryCheckpointStorage _storage = new();
    private readonly CheckpointTrigger _trigger = new();
    private readonly CollectionSink<Reading> _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task A_checkpoint_waits_for_the_job_and_commits_its_output()
    {
        var waiting = _trigger.TriggerAsync(Token);
        Assert.False(waiting.IsCompleted);
        _splits.Feed(0, 1, 2);
        var running = RunAsync();
        Assert.Equal(1, await waiting.InTimeAsync());
        await UntilReadAsync(2);
        _splits.End(0);
        await running.InTimeAsync();
        Assert.Equal(2, _sink.Records.Count);
    }

    [Fact]
    public async Task A_trigger_serves_the_next_attempt_and_the_next_run()
    {
        var faults = new Faults().At("read", 2);
        _splits.Feed(0, 1);
        var running = RunAsync(faults);
        await UntilReadAsync(1);
        _splits.Feed(0, 2);
        await UntilReadAsync(2);
        Assert.Equal(1, faults.Thrown);
        _splits.End(0);
        await running.InTimeAsync();
        Assert.True((await RunAsync()).AlreadyFinished);
    }

    [Fact]
    public async Task Two_runs_cannot_share_a_trigger()
    {
        var running = RunAsync();
        await _trigger.TriggerAsync(Token).InTimeAsync();
        var exception = await Assert.ThrowsAsync<StateGenException>(() => RunAsync().InTimeAsync());
        Assert.Equal("The CheckpointTrigger of job 'job' is in use by another run. Give each run a trigger of its own.", exception.Message);
        _splits.End(0);
        await running.InTimeAsync();
    }

    [Fact]
    public async Task A_trigger_needs_a_place_for_checkpoints()
    {
        var exception = await Assert.ThrowsAsync<StateGenException>(
            () => Pipeline.From(Source.FromList([1])).To(new CollectionSink<int>()).RunAsync(new() { JobId = "job", CheckpointTrigger = _trigger }, Token));
        Assert.Contains("a place, because CheckpointTrigger is set", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_a_job_is_canceled()
    {
        using var canceled = new CancellationTokenSource();
        var waiting = _trigger.TriggerAsync(canceled.Token);
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private async Task UntilReadAsync(int count)
    {
        for (var checkpoint = 0; _sink.Records.Count < count; checkpoint++)
        {
            Assert.True(checkpoint < 1_000, "No checkpoint has committed the records.");
            await _trigger.TriggerAsync(Token).InTimeAsync();
        }
    }

    private Task<JobResult> RunAsync(Faults? faults = null)
    {
        var source = new ScriptedSource(
            read =>
            {
                if (read.Next < read.Events.Count)
                    faults?.Pass("read");
                return _splits.ReadAsync(read);
            },
            _splits.Splits);
        return Pipeline.From(source).To(_sink).RunAsync(
            new()
            {
                JobId = "job",
                CheckpointTo = CheckpointTarget.ToStorage(_storage),
                CheckpointTrigger = _trigger,
                Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero),
            },
            Token);
    }
}
