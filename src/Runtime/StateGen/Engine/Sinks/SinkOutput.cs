using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sinks;

/// <summary>The output of a subtask that writes to a sink itself.</summary>
internal sealed class SinkOutput<T>(SinkWriter<T> writer) : StageOutput<T>
{
    public override ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken) =>
        records.Events.IsEmpty ? ValueTask.CompletedTask : writer.WriteAsync(records.Events, cancellationToken);

    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override async ValueTask PassBarrierAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (!checkpoint.IsAborted)
            checkpoint.Parts.Add(await writer.PrepareAsync(checkpoint.Id, cancellationToken).ConfigureAwait(false));
    }

    public override ValueTask DisposeAsync() => writer.DisposeAsync();
}
