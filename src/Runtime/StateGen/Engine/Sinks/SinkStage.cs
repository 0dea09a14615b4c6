using StateGen.Checkpointing.Coordination;
using StateGen.Checkpoints;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Graph;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sinks;

/// <summary>A sink at the end of a pipeline. Its writers run in the subtasks that send records to it.</summary>
internal sealed class SinkStage<T>(ISink<T> sink, string? name, int sinkIndex, bool takesDeadLetters = false) : Consumer<T>, IGraphStage
{
    private int _writers;

    public void Describe(JobPlan plan) => plan.AddSink(
        name,
        sink.Description,
        takesDeadLetters,
        async (context, cancellationToken) => new SinkOfJob<T>(await sink.OpenAsync(context, cancellationToken).ConfigureAwait(false)));

    public override void AddSenders(int count)
    {
    }

    public override async Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken)
    {
        var outputs = new StageOutput<T>[senders.Length];
        for (var sender = 0; sender < outputs.Length; sender++)
            outputs[sender] = await OpenWriterAsync(attempt, cancellationToken).ConfigureAwait(false);
        return outputs;
    }

    /// <summary>Opens the output of one subtask.</summary>
    public async Task<SinkOutput<T>> OpenWriterAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        var session = ((SinkOfJob<T>)attempt.Sinks[sinkIndex]).Session;
        var writer = await session.OpenWriterAsync(attempt.Number, _writers++, cancellationToken).ConfigureAwait(false);
        return attempt.Own(new SinkOutput<T>(sinkIndex, writer));
    }

    public override void Explain(GraphText text) => text.AddShared(this, $"sink '{name ?? JobSink.DefaultId}' ({sink.Description})", static _ => { });

    public void AnnounceSubtasks(JobAttempt attempt)
    {
    }

    public Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The sink that is open for a run of a job, without the type of its records.</summary>
internal interface IJobSink : IAsyncDisposable
{
    Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken);

    Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken);
}

internal sealed class SinkOfJob<T>(SinkSession<T> session) : IJobSink
{
    public SinkSession<T> Session => session;

    public Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
        session.RestoreAsync(checkpointId, pending, cancellationToken);

    public Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => session.CommitAsync(parts, cancellationToken);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}

/// <summary>The output of a subtask that writes directly to a sink.</summary>
internal sealed class SinkOutput<T>(int sinkIndex, SinkWriter<T> writer) : StageOutput<T>
{
    public override int PreferredCount => int.MaxValue;

    public override ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken) =>
        records.Events.IsEmpty ? ValueTask.CompletedTask : writer.WriteAsync(records.Events, cancellationToken);

    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override async ValueTask PassBarrierAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (!checkpoint.IsAborted)
            checkpoint.Parts.Add(sinkIndex, await writer.PrepareAsync(checkpoint.Id, cancellationToken).ConfigureAwait(false));
    }

    public override ValueTask DisposeAsync() => writer.DisposeAsync();
}
