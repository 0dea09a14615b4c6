using StateGen.Checkpointing.Coordination;
using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sinks;

/// <summary>The sink at the end of a pipeline. Its writers run in the subtasks of the previous stage.</summary>
internal sealed class SinkStage<T>(ISink<T> sink) : Stage<T>
{
    public override void Describe(JobPlan plan) => plan.OpenSink = async (context, cancellationToken) =>
        new JobSink<T>(await sink.OpenAsync(context, cancellationToken).ConfigureAwait(false));

    public override async Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, int senders, CancellationToken cancellationToken)
    {
        var session = ((JobSink<T>)attempt.Sink).Session;
        var outputs = new StageOutput<T>[senders];
        for (var subtask = 0; subtask < outputs.Length; subtask++)
        {
            var writer = await session.OpenWriterAsync(attempt.Number, subtask, cancellationToken).ConfigureAwait(false);
            outputs[subtask] = attempt.Own(new SinkOutput<T>(writer));
        }

        return outputs;
    }
}

/// <summary>The sink that is open for a run of a job, without the type of its records.</summary>
internal interface IJobSink : IAsyncDisposable
{
    Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken);

    Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken);
}

internal sealed class JobSink<T>(SinkSession<T> session) : IJobSink
{
    public SinkSession<T> Session => session;

    public Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
        session.RestoreAsync(checkpointId, pending, cancellationToken);

    public Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => session.CommitAsync(parts, cancellationToken);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}

/// <summary>The output of a subtask that writes directly to a sink.</summary>
internal sealed class SinkOutput<T>(SinkWriter<T> writer) : StageOutput<T>
{
    public override int PreferredCount => int.MaxValue;

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
