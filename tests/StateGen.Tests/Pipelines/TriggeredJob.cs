using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>A job whose source takes a checkpoint before every so many of its reads, and waits for it: checkpoints without a clock.</summary>
internal sealed class TriggeredJob(int triggerEvery, int readSize = 37)
{
    private JobAttempt? _attempt;
    private int _reads;

    /// <summary>Called before each checkpoint.</summary>
    public Action? Triggering { get; set; }

    public List<long?> Triggered { get; } = [];

    public ListSource<T> Source<T>(Faults? faults, params IReadOnlyList<T>[] splits) =>
        new(splits) { Faults = faults, ReadSize = readSize, BeforeRead = TriggerAsync };

    /// <summary>Takes checkpoints before reads of another source.</summary>
    public ISource<T> Around<T>(ISource<T> source) => new TriggeringSource<T>(source, this);

    public PipelineOptions Options(ICheckpointStorage storage, int parallelism = 1) => new()
    {
        JobId = "job",
        CheckpointTo = CheckpointTarget.ToStorage(storage),
        Parallelism = parallelism,
        Restart = RestartStrategy.FixedDelay(100, TimeSpan.Zero),
        BatchSize = 64,
        AttemptOpened = attempt => _attempt = attempt,
    };

    /// <summary>
    /// Runs the job and asks it to stop when some checkpoints have been requested. It may also come to its end before, or fail while it stops.
    /// </summary>
    /// <param name="checkpoints">The number of checkpoints.</param>
    /// <param name="run">Runs the job with the token that asks it to stop.</param>
    public async Task StopAfterAsync(int checkpoints, Func<CancellationToken, Task> run)
    {
        using var stop = new CancellationTokenSource();
        Triggering = () =>
        {
            if (Interlocked.Decrement(ref checkpoints) == 0)
                stop.Cancel();
        };
        var failure = await Record.ExceptionAsync(() => run(stop.Token));
        Assert.True(failure is null or JobStopException, $"{failure}");
        Triggering = null;
    }

    private async ValueTask TriggerAsync(int split, int next, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _reads) % triggerEvery != 0)
            return;
        Triggering?.Invoke();
        var id = await _attempt!.Coordinator.TriggerAsync(cancellationToken);
        lock (Triggered)
            Triggered.Add(id);
    }

    private sealed class TriggeringSource<T>(ISource<T> source, TriggeredJob job) : ISource<T>
    {
        public string Description => source.Description;

        public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) => source.DiscoverSplitsAsync(cancellationToken);

        public async Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
            new TriggeringReader<T>(await source.OpenAsync(position, cancellationToken), job);
    }

    private sealed class TriggeringReader<T>(SplitReader<T> reader, TriggeredJob job) : SplitReader<T>
    {
        public override string Description => reader.Description;

        public override ManifestFields Position => reader.Position;

        public override bool SkipsRejected
        {
            get => reader.SkipsRejected;
            set => reader.SkipsRejected = value;
        }

        public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
        {
            await job.TriggerAsync(0, 0, cancellationToken);
            return await reader.ReadAsync(events, cancellationToken);
        }

        public override long OriginOf(int index) => reader.OriginOf(index);

        public override IReadOnlyList<SourceRecordException> TakeRejected() => reader.TakeRejected();

        public override ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}
