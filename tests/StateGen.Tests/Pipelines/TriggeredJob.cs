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

    public PipelineOptions Options(ICheckpointStorage storage, int parallelism = 1) => new()
    {
        JobId = "job",
        CheckpointTo = CheckpointTarget.ToStorage(storage),
        Parallelism = parallelism,
        Restart = RestartStrategy.FixedDelay(100, TimeSpan.Zero),
        BatchSize = 64,
        AttemptOpened = attempt => _attempt = attempt,
    };

    private async ValueTask TriggerAsync(int split, int next, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _reads) % triggerEvery != 0)
            return;
        Triggering?.Invoke();
        var id = await _attempt!.Coordinator.TriggerAsync(cancellationToken);
        lock (Triggered)
            Triggered.Add(id);
    }
}
