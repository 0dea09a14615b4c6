using StateGen.Checkpoints;
using StateGen.Keys;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>A job goes on at another parallelism: state, timers, splits and pending parts are dealt out anew.</summary>
public sealed class RescaleTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 4, count: 900);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 2, 4, 3)]
    [InlineData(4, 2, 4, 3)]
    [InlineData(6, 5, 1, 2)]
    [InlineData(4, 1, 4, 1)]
    public async Task Output_is_exact_over_runs_of_different_parallelism(int splits, params int[] parallelisms)
    {
        using var storage = new MemoryCheckpointStorage();
        var totals = new ListSink<RunningTotal>();
        var windows = new ListSink<WindowTotal>();
        using var windowStorage = new MemoryCheckpointStorage();
        for (var run = 0; run < parallelisms.Length; run++)
        {
            var stopAfter = run < parallelisms.Length - 1 ? Input.Length * (run + 1) / parallelisms.Length / splits : int.MaxValue;
            await RunAsync(stopAfter, job => Pipeline.From(Source(job, stopAfter, splits))
                .KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(totals).RunAsync(job.Options(storage, parallelisms[run]) with { Restart = RestartStrategy.None }, Token));
            await RunAsync(stopAfter, job => Pipeline.From(Source(job, stopAfter, splits)).WithEventTime(reading => reading.Time, TimeSpan.Zero)
                .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(windows).RunAsync(job.Options(windowStorage, parallelisms[run]) with { Restart = RestartStrategy.None }, Token));
        }

        Readings.AssertExactlyOnce(totals.Committed, Input);
        Assert.Equal(Readings.Windows(Input), windows.Committed.Sorted());
    }

    [Fact]
    public async Task Key_groups_of_a_checkpoint_cover_every_group_once_and_the_attempt_goes_on()
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        foreach (var (parallelism, attempt, stopAfter) in new[] { (3, 1, 300), (2, 2, 700) })
        {
            await RunAsync(stopAfter, job => Pipeline.From(Source(job, stopAfter, 1)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink)
                .RunAsync(job.Options(storage, parallelism) with { Restart = RestartStrategy.None, MaxParallelism = 10 }, Token));
            var manifest = (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()!;
            Assert.Equal(Enumerable.Range(0, parallelism).Select(subtask => KeyGroups.RangeOf(10, parallelism, subtask)), manifest.Operators[0].Subtasks.Select(subtask => new KeyGroupRange(subtask.FirstKeyGroup, subtask.LastKeyGroup)));
            Assert.Equal(attempt, manifest.Attempt);
        }
    }

    /// <summary>A source that fails once a split has returned so many events.</summary>
    private static ListSource<Reading> Source(TriggeredJob job, int stopAfter, int splits)
    {
        var source = job.Source(null, Input.Split(splits));
        return new(Input.Split(splits))
        {
            ReadSize = source.ReadSize,
            BeforeRead = async (split, next, token) =>
            {
                await source.BeforeRead!(split, next, token);
                if (next >= stopAfter)
                    throw new InjectedFailureException("stop");
            },
        };
    }

    private static async Task RunAsync(int stopAfter, Func<TriggeredJob, Task> run)
    {
        var running = run(new TriggeredJob(triggerEvery: 4, readSize: 20));
        if (stopAfter == int.MaxValue)
            await running;
        else
            await Assert.ThrowsAsync<InjectedFailureException>(() => running);
    }
}
