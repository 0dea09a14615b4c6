using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;

namespace StateGen.Evolution.Tests.Pipelines;

/// <summary>Tells when a checkpoint has made so many records visible.</summary>
internal sealed class CommitSignal(ListSink<string> sink, int records) : ISink<string>
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Description => sink.Description;

    public Task Reached => _reached.Task;

    public Task RestoreAsync(string jobId, long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
        sink.RestoreAsync(jobId, checkpointId, pending, cancellationToken);

    public Task<SinkWriter<string>> OpenWriterAsync(string jobId, int attempt, int subtask, CancellationToken cancellationToken) =>
        sink.OpenWriterAsync(jobId, attempt, subtask, cancellationToken);

    public async Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        await sink.CommitAsync(parts, cancellationToken);
        if (sink.Committed.Count >= records)
            _reached.TrySetResult();
    }
}
