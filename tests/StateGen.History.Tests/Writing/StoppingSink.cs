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

    public Task RestoreAsync(string jobId, long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
        sink.RestoreAsync(jobId, checkpointId, pending, cancellationToken);

    public async Task<SinkWriter<string>> OpenWriterAsync(string jobId, int attempt, int subtask, CancellationToken cancellationToken) =>
        new Writer(this, await sink.OpenWriterAsync(jobId, attempt, subtask, cancellationToken));

    public async Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        var checkpoint = (int)parts.Max(part => part.CheckpointId);
        if (checkpoint < LedgerJob.LastCheckpoint)
        {
            await sink.CommitAsync(parts, cancellationToken);
            phases.Begin(checkpoint + 1);
            return;
        }

        var written = _written;
        phases.Begin(checkpoint + 1);
        await WaitForAsync(written + 1, cancellationToken);
        throw new StoppedException();
    }

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
