using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;

namespace StateGen.Evolution.Tests.Pipelines;

/// <summary>Tells when a checkpoint has made so many records visible.</summary>
internal sealed class CommitSignal(ListSink<string> sink, int records) : ISink<string>
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Description => sink.Description;

    public Task Reached => _reached.Task;

    public async Task<SinkSession<string>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
        new Session(this, await sink.OpenAsync(context, cancellationToken));

    private void Tell()
    {
        if (sink.Committed.Count >= records)
            _reached.TrySetResult();
    }

    private sealed class Session(CommitSignal signal, SinkSession<string> session) : SinkSession<string>
    {
        public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
            session.RestoreAsync(checkpointId, pending, cancellationToken);

        public override Task<SinkWriter<string>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            session.OpenWriterAsync(attempt, subtask, cancellationToken);

        public override async Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
        {
            await session.CommitAsync(parts, cancellationToken);
            signal.Tell();
        }

        public override ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
