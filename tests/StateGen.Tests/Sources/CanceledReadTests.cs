using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>A reader that ignores its cancellation delays the end of an attempt for a bounded time, and is never disposed during its read.</summary>
public sealed class CanceledReadTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly Reading[] Input = Readings.Generate(seed: 1, count: 40);

    private readonly JobSurroundings _surroundings = new();
    private readonly TaskCompletionSource _returns = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_job_whose_readers_ignore_their_tokens_ends_after_five_seconds(int parallelism)
    {
        var source = new ScriptedSource(ReadStubbornlyAsync, Input[..10], Input[10..20], Input[20..30]);
        using var job = new RunningJob(Pipeline.From(source), _surroundings, parallelism);
        await _surroundings.Alarms.ReceivedAsync(3);
        await job.SettleAsync();
        await job.CancelAsync();
        await _surroundings.Time.WaitForTimerAsync(Grace, Token).InTimeAsync();
        Assert.False(job.Running.IsCompleted);
        _surroundings.Time.Advance(Grace);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(job.EndAsync);

        Assert.Equal(
            Enumerable.Range(0, 3).Select(split => $"Job job no longer waits for a read of split '{split}', which was canceled and did not return within 5000 ms. It is closed when it returns."),
            _surroundings.Log.Of(1504).Order());
        Assert.DoesNotContain(source.Readers, reader => reader.Disposed.IsCompleted);
        _returns.SetResult();
        await Task.WhenAll(source.Readers.Select(reader => reader.Disposed)).InTimeAsync();
    }

    [Fact]
    public async Task A_read_that_returns_in_time_is_closed_before_the_job_ends()
    {
        var source = new ScriptedSource(ReadStubbornlyAsync, Input[..10]);
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await _surroundings.Alarms.ReceivedAsync(1);
        await job.SettleAsync();
        await job.CancelAsync();
        await _surroundings.Time.WaitForTimerAsync(Grace, Token).InTimeAsync();
        _returns.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(job.EndAsync);
        Assert.True(source.Readers.Single().Disposed.IsCompleted);
        Assert.Empty(_surroundings.Log.Of(1504));
    }

    [Fact]
    public async Task An_attempt_is_restarted_although_a_reader_of_the_failed_one_ignores_its_token()
    {
        var isFirst = true;
        var source = new ScriptedSource(
            async read =>
            {
                if (!isFirst)
                    return read.Take();
                if (read.Number == 1)
                    return read.Take(1);
                if (read.Split == 0)
                    return await ReadStubbornlyAsync(read);
                isFirst = false;
                throw new InjectedFailureException("once");
            },
            Input[..20],
            Input[20..]);
        var options = new PipelineOptions { JobId = "job", Time = _surroundings.Time, Restart = RestartStrategy.FixedDelay(1, TimeSpan.FromSeconds(7)) };
        var sink = new ListSink<RunningTotal>();
        var running = Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink).RunAsync(options, Token);
        await _surroundings.Time.WaitForTimerAsync(Grace, Token).InTimeAsync();
        _surroundings.Time.Advance(Grace);
        await _surroundings.Time.WaitForTimerAsync(TimeSpan.FromSeconds(7), Token).InTimeAsync();
        _surroundings.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(1, (await running.InTimeAsync()).Restarts);
        Readings.AssertExactlyOnce(sink.Committed, Input);
        Assert.Equal([false, true, true, true], source.Readers.Select(reader => reader.Disposed.IsCompleted).Order());
        _returns.SetResult();
        await Task.WhenAll(source.Readers.Select(reader => reader.Disposed)).InTimeAsync();
    }

    [Fact]
    public async Task An_opening_that_ignores_its_token_is_not_waited_for_and_what_it_opens_is_closed()
    {
        var source = new ScriptedSource(read => new(read.Take()), Input) { Opening = (_, _) => _returns.Task };
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await job.CheckpointAsync();
        await job.CancelAsync();
        await _surroundings.Time.WaitForTimerAsync(Grace, Token).InTimeAsync();
        _surroundings.Time.Advance(Grace);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(job.EndAsync);
        Assert.Empty(source.Readers);
        _returns.SetResult();
        await InTime.UntilAsync(() => source.Readers is [{ Disposed.IsCompleted: true }]);
    }

    [Fact]
    public async Task A_reader_that_cannot_be_closed_after_its_late_return_is_logged()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var job = new RunningJob(Pipeline.From(new UnclosableSource(_returns.Task, closed)), _surroundings);
        await job.SettleAsync();
        await job.CancelAsync();
        await _surroundings.Time.WaitForTimerAsync(Grace, Token).InTimeAsync();
        _surroundings.Time.Advance(Grace);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(job.EndAsync);
        _returns.SetResult();
        await closed.Task.InTimeAsync();
        await InTime.UntilAsync(() => _surroundings.Log.Of(1505).Any());
    }

    /// <summary>Returns an event, and then nothing until the test says so, whatever the token says.</summary>
    private async ValueTask<SplitRead> ReadStubbornlyAsync(ScriptedRead read)
    {
        if (read.Number > 1)
            await _returns.Task;
        return read.Take(1);
    }

    private sealed class UnclosableSource(Task returns, TaskCompletionSource closed) : ISource<Reading>
    {
        public string Description => "unclosable";

        public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SplitPosition>>([ScriptedSource.PositionOf(0)]);

        public Task<SplitReader<Reading>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
            Task.FromResult<SplitReader<Reading>>(new Reader(returns, closed));

        private sealed class Reader(Task returns, TaskCompletionSource closed) : SplitReader<Reading>
        {
            public override string Description => "unclosable";

            public override ManifestFields Position => ManifestFields.Empty.With("next", 0);

            public override async ValueTask<SplitRead> ReadAsync(Memory<Reading> events, CancellationToken cancellationToken)
            {
                await returns;
                return SplitRead.End;
            }

            public override long OriginOf(int index) => index;

            public override ValueTask DisposeAsync()
            {
                closed.SetResult();
                throw new IOException("cannot close");
            }
        }
    }
}
