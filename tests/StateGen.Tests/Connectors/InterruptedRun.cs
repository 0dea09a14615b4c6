using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Connectors;

/// <summary>Runs a source into a sink, with a checkpoint before every third read, and a failure before some other reads.</summary>
internal sealed class InterruptedRun(params int[] failures)
{
    private readonly Faults _faults = Plan(failures);
    private JobAttempt? _attempt;
    private int _reads;

    public async Task<JobResult> RunAsync<T>(ISource<T> source, ISink<T> sink, int parallelism = 1)
    {
        using var storage = new MemoryCheckpointStorage();
        var options = new PipelineOptions
        {
            JobId = "job",
            CheckpointTo = CheckpointTarget.ToStorage(storage),
            Parallelism = parallelism,
            Restart = RestartStrategy.FixedDelay(failures.Length, TimeSpan.Zero),
            AttemptOpened = attempt => _attempt = attempt,
        };
        return await Pipeline.From(new InterruptedSource<T>(source, BeforeReadAsync)).To(sink).RunAsync(options, TestContext.Current.CancellationToken);
    }

    private static Faults Plan(int[] failures)
    {
        var faults = new Faults();
        foreach (var failure in failures)
            faults.At("read", failure);
        return faults;
    }

    private async ValueTask BeforeReadAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _reads) % 3 == 0)
            await _attempt!.Coordinator.TriggerAsync(cancellationToken);
        _faults.Pass("read");
    }
}

/// <summary>Reads a source in small steps, with something before each of them.</summary>
internal sealed class InterruptedSource<T>(ISource<T> source, Func<CancellationToken, ValueTask> beforeRead) : ISource<T>
{
    private const int MostEvents = 5;

    public string Description => source.Description;

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) => source.DiscoverSplitsAsync(cancellationToken);

    public async Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
        new Reader(await source.OpenAsync(position, cancellationToken), beforeRead);

    private sealed class Reader(SplitReader<T> reader, Func<CancellationToken, ValueTask> beforeRead) : SplitReader<T>
    {
        public override string Description => reader.Description;

        public override ManifestFields Position => reader.Position;

        public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
        {
            await beforeRead(cancellationToken);
            return await reader.ReadAsync(events[..Math.Min(events.Length, MostEvents)], cancellationToken);
        }

        public override long OriginOf(int index) => reader.OriginOf(index);

        public override ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}
