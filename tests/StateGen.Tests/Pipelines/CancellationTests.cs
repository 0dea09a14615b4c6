using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>A job that is stopped from outside lets go of everything, commits nothing beyond its latest checkpoint, and can be resumed.</summary>
public sealed class CancellationTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 9, count: 400);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    public async Task A_stopped_job_keeps_its_latest_checkpoint_and_goes_on_from_there(int parallelism, int splits)
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var job = new TriggeredJob(triggerEvery: 3, readSize: 10);
        var source = job.Source(null, Input.Split(splits));
        // When all splits have come so far, no checkpoint is being taken.
        var cancel = stop.AfterEvents(50, splits);
        var stopping = new ListSource<Reading>(Input.Split(splits))
        {
            ReadSize = 10,
            BeforeRead = async (split, next, token) =>
            {
                await source.BeforeRead!(split, next, token);
                await cancel(split, next, token);
            },
        };
        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Totals(stopping, sink).RunAsync(job.Options(storage, parallelism), stop.Token));
        Assert.Equal(stop.Token, canceled.CancellationToken);
        Assert.Equal((0, 0), (sink.OpenWriters, stopping.OpenReaders));
        var latest = (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()!;
        Assert.Equal(latest.Sources[0].Splits.Sum(split => split.Fields.GetInt64("next")), sink.Committed.Count);

        await Totals(source, sink).RunAsync(job.Options(storage, parallelism), Token);
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Fact]
    public async Task A_job_that_is_canceled_before_it_starts_opens_nothing()
    {
        var source = new ListSource<Reading>(Input);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Totals(source, new()).RunAsync(new() { JobId = "job" }, new CancellationToken(canceled: true)));
        Assert.Equal((0, 0), (source.Reads, source.OpenReaders));
    }

    [Fact]
    public async Task A_source_that_does_not_end_while_another_fails_is_stopped()
    {
        var source = new ListSource<Reading>(Input[..10], Input[10..])
        {
            BeforeRead = async (split, _, token) =>
            {
                if (split == 1)
                    throw new InjectedFailureException("split 1");
                await new TaskCompletionSource().Task.WaitAsync(token);
            },
        };
        Assert.Equal("split 1", (await Assert.ThrowsAsync<InjectedFailureException>(() => Totals(source, new()).RunAsync(new() { JobId = "job", Parallelism = 2 }, Token))).Message);
        Assert.Equal(0, source.OpenReaders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_is_canceled_within_a_batch_processes_no_further_record(bool isChained)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var processed = 0;
        void Watch()
        {
            if (++processed == 5)
                stop.Cancel();
        }

        var keyed = Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading.Sensor);
        var totals = isChained
            ? keyed.Process(() => new RunningTotals()).KeepKey().Process(() => new WatchedTotals<RunningTotal>(Watch))
            : keyed.Process(() => new WatchedTotals<Reading>(Watch));
        var pipeline = totals.To(new ListSink<RunningTotal>());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.RunAsync(new() { JobId = "job" }, stop.Token));
        Assert.Equal(5, processed);
    }

    private static RunnablePipeline Totals(ListSource<Reading> source, ListSink<RunningTotal> sink) =>
        Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink);

    private sealed class WatchedTotals<T>(Action onEvent) : TotalOperator<T, RunningTotal>("watched-totals")
    {
        protected override void OnEvent(T value, OperatorContext<RunningTotal> context)
        {
            Count++;
            onEvent();
        }
    }
}
