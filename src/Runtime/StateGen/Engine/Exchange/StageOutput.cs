using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Exchange;

/// <summary>Where one subtask puts its output: an exchange to the next stage, or a sink. Used by that subtask alone.</summary>
internal abstract class StageOutput<T> : IAsyncDisposable
{
    /// <summary>Hands records and watermarks on. They belong to the caller again when the call has completed.</summary>
    public abstract ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken);

    /// <summary>Says that there will be no more records; barriers still follow.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Hands a barrier on, behind everything that was written before.</summary>
    public abstract ValueTask PassBarrierAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
