using StateGen.Checkpoints;

namespace StateGen;

/// <summary>Writes the output of one subtask. Used by one thread at a time.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
public abstract class SinkWriter<T> : IAsyncDisposable
{
    /// <summary>Writes records; they stay invisible until their checkpoint is complete.</summary>
    /// <param name="records">The records, in order.</param>
    /// <param name="cancellationToken">Cancels the writing, and with it the attempt.</param>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken);

    /// <summary>Makes what was written since the last call durable, and ready to be committed.</summary>
    /// <param name="checkpointId">The checkpoint whose barrier arrived.</param>
    /// <param name="cancellationToken">Cancels the call, and with it the attempt.</param>
    /// <returns>The parts; none when nothing was written.</returns>
    public abstract ValueTask<IReadOnlyList<PendingPart>> PrepareAsync(long checkpointId, CancellationToken cancellationToken);

    /// <summary>Closes the writer. What was not prepared is left for the next restore to remove.</summary>
    public abstract ValueTask DisposeAsync();
}
