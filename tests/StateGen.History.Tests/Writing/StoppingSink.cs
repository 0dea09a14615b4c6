using StateGen.Checkpoints;
using StateGen.History.Tests.Jobs;

namespace StateGen.History.Tests.Writing;

/// <summary>
/// Begins the next phase when the output of a checkpoint is to be committed. At the last checkpoint it waits until more output is under way, and stops the job
/// instead of committing.
/// </summary>
internal sealed class StoppingSink(ISink<string> sink, Phases phases) : ISink<string>
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _written;

    public string Description => sink.Description;

    public async Task<SinkSession<string>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
        new Session(this, await sink.OpenAsync(context, cancellationToken));

    /// <summary>Waits until a number of lines is written.</summary>
    public async Task WaitForAsync(int lines, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_written >= lines)
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Count(int lines)
    {
        lock (_gate)
        {
            _written += lines;
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task CommitAsync(SinkSession<string> session, IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        var checkpoint = (int)parts.Max(part => part.CheckpointId);
        if (checkpoint < LedgerJob.LastCheckpoint)
        {
            await session.CommitAsync(parts, cancellationToken);
            phases.Begin(checkpoint + 1);
            return;
        }

        var written = _written;
        phases.Begin(checkpoint + 1);
        await WaitForAsync(written + 1, cancellationToken);
        throw new StoppedException();
    }

    private sealed class Session(StoppingSink sink, SinkSession<string> session) : SinkSession<string>
    {
        public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
            session.RestoreAsync(checkpointId, pending, cancellationToken);

        public override async Task<SinkWriter<string>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            new Writer(sink, await session.OpenWriterAsync(attempt, subtask, cancellationToken));

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) =>
            sink.CommitAsync(session, parts, cancellationToken);

        public override ValueTask DisposeAsync() => session.DisposeAsync();
    }

    private sealed class Writer(StoppingSink sink, SinkWriter<string> writer) : SinkWriter<string>
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<string> records, CancellationToken cancellationToken)
        {
            await writer.WriteAsync(records, cancellationToken);
            sink.Count(records.Length);
        }

        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken) =>
            writer.PrepareAsync(checkpointId, cancellationToken);

        public override ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}

internal sealed class StoppedException : Exception;
