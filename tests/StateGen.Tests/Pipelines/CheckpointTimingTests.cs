using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>When checkpoints are taken, and when they count as failed: with time that stands still unless a test moves it.</summary>
public sealed class CheckpointTimingTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 3, count: 100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checkpoints_are_taken_periodically()
    {
        var time = new VirtualTime();
        using var storage = new MemoryCheckpointStorage();
        var gate = new TaskCompletionSource();
        var sink = new ListSink<RunningTotal>();
        var running = RunAsync(storage, sink, gate, time, new() { JobId = "job", CheckpointInterval = TimeSpan.FromSeconds(10) });
        for (var checkpoint = 1; checkpoint <= 3; checkpoint++)
        {
            await time.WaitForTimerAsync(TimeSpan.FromSeconds(10), Token);
            Assert.Equal(checkpoint - 1, await LatestAsync(storage));
            time.Advance(TimeSpan.FromSeconds(10));
        }

        await time.WaitForTimerAsync(TimeSpan.FromSeconds(10), Token);
        gate.SetResult();
        Assert.Equal(4, (await running).Checkpoints);
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Fact]
    public async Task The_minimum_pause_wins_over_a_shorter_period()
    {
        var time = new VirtualTime();
        using var storage = new MemoryCheckpointStorage();
        var gate = new TaskCompletionSource();
        var running = RunAsync(storage, new(), gate, time, new() { JobId = "job", CheckpointInterval = TimeSpan.FromSeconds(1), MinimumPause = TimeSpan.FromSeconds(7) });
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(7), Token);
        time.Advance(TimeSpan.FromSeconds(7));
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(7), Token);
        gate.SetResult();
        Assert.Equal(2, (await running).Checkpoints);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(3, 3, false)]
    public async Task A_checkpoint_that_takes_too_long_fails_and_the_job_with_it_unless_that_is_tolerated(int timeouts, int tolerated, bool fails)
    {
        var time = new VirtualTime();
        using var storage = new HangingCheckpointStorage(timeouts);
        var gate = new TaskCompletionSource();
        var sink = new ListSink<RunningTotal>();
        var options = new PipelineOptions { JobId = "job", CheckpointInterval = TimeSpan.FromSeconds(10), CheckpointTimeout = TimeSpan.FromMinutes(5), TolerableCheckpointFailures = tolerated };
        var running = RunAsync(storage, sink, gate, time, options);
        for (var timeout = 0; timeout < timeouts; timeout++)
        {
            await time.WaitForTimerAsync(TimeSpan.FromSeconds(10), Token);
            time.Advance(TimeSpan.FromSeconds(10));
            await storage.Hanging.WaitAsync(Token);
            await time.WaitForTimerAsync(TimeSpan.FromMinutes(5), Token);
            time.Advance(TimeSpan.FromMinutes(5));
        }

        if (fails)
        {
            Assert.Contains("00:05:00", (await Assert.ThrowsAsync<StateGenException>(() => running)).Message, StringComparison.Ordinal);
            return;
        }

        await time.WaitForTimerAsync(TimeSpan.FromSeconds(10), Token);
        gate.SetResult();
        var result = await running;
        Assert.Equal((1, timeouts), (result.Checkpoints, result.FailedCheckpoints));
        Assert.Equal(["chk-0000000" + (timeouts + 1)], await FoldersAsync(storage));
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Fact]
    public async Task Progress_is_reported_every_second_and_at_the_end()
    {
        var time = new VirtualTime();
        using var storage = new MemoryCheckpointStorage();
        var gate = new TaskCompletionSource();
        var atGate = new TaskCompletionSource();
        var reports = new Reports();
        var source = new ListSource<Reading>(Input)
        {
            ReadSize = 60,
            BeforeRead = async (_, next, token) =>
            {
                if (next == 60)
                {
                    atGate.SetResult();
                    await gate.Task.WaitAsync(token);
                }
            },
        };
        var running = RunAsync(source, storage, new(), time, new() { JobId = "job", Progress = reports });
        await atGate.Task.WaitAsync(Token);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(1), Token);
        time.Advance(TimeSpan.FromSeconds(1));
        await reports.First;
        gate.SetResult();
        await running;
        Assert.Equal([new JobProgress(60, 60, 0, 0, 1), new JobProgress(100, 0, 1, 0, 1)], reports.All);
    }

    private static Task<JobResult> RunAsync(ICheckpointStorage storage, ListSink<RunningTotal> sink, TaskCompletionSource gate, VirtualTime time, PipelineOptions options)
    {
        var source = new ListSource<Reading>(Input) { ReadSize = 60, BeforeRead = async (_, next, token) => await (next == 60 ? gate.Task : Task.CompletedTask).WaitAsync(token) };
        return RunAsync(source, storage, sink, time, options);
    }

    private static Task<JobResult> RunAsync(ListSource<Reading> source, ICheckpointStorage storage, ListSink<RunningTotal> sink, VirtualTime time, PipelineOptions options) =>
        Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink)
            .RunAsync(options with { Time = time, CheckpointTo = CheckpointTarget.ToStorage(storage) }, Token);

    private static async Task<long> LatestAsync(MemoryCheckpointStorage storage) =>
        (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()?.CheckpointId ?? 0;

    private static async Task<IEnumerable<string>> FoldersAsync(HangingCheckpointStorage storage) =>
        (await storage.ListAsync("chk-", Token)).Select(path => path.Split("-a1-")[0]).Distinct();

    private sealed class Reports : IProgress<JobProgress>
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<JobProgress> All { get; } = [];

        public Task First => _first.Task.WaitAsync(Token);

        public void Report(JobProgress value)
        {
            All.Add(value);
            _first.TrySetResult();
        }
    }
}
