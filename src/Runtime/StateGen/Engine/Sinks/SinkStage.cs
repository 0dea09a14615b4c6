using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Checkpoints;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Graph;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sinks;

/// <summary>A sink at the end of a pipeline. Its writers run in the subtasks that send records to it.</summary>
internal sealed class SinkStage<T>(ISink<T> sink, string? name, int sinkIndex, bool takesDeadLetters = false) : Consumer<T>, IPlannedStage
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
            outputs[sender] = await OpenWriterAsync(attempt, senders[sender], cancellationToken).ConfigureAwait(false);
        return outputs;
    }

    /// <summary>Opens the output of one subtask.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="failed">The failed records of the subtask; null if a record that the sink rejects fails the job under every policy.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    public async Task<SinkOutput<T>> OpenWriterAsync(JobAttempt attempt, FailedRecords? failed, CancellationToken cancellationToken)
    {
        var session = ((SinkOfJob<T>)attempt.Sinks[sinkIndex]).Session;
        var writer = await session.OpenWriterAsync(attempt.Number, _writers++, cancellationToken).ConfigureAwait(false);
        writer.SkipsRejected = failed is { IsTolerant: true };
        return attempt.Own(new SinkOutput<T>((sinkIndex, name ?? JobSink.DefaultId), writer, failed, attempt.Checkpoints));
    }

    public override void Explain(GraphText text) => text.AddShared(this, $"sink '{name ?? JobSink.DefaultId}' ({sink.Description})", static _ => { });
}

/// <summary>The sink that is open for a run of a job, without the type of its records.</summary>
internal interface IJobSink : IAsyncDisposable
{
    Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken);

    Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken);

    Task AbandonAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken);
}

internal sealed class SinkOfJob<T>(SinkSession<T> session) : IJobSink
{
    public SinkSession<T> Session => session;

    public Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
        session.RestoreAsync(checkpointId, pending, cancellationToken);

    public Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => session.CommitAsync(parts, cancellationToken);

    public Task AbandonAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => session.AbandonAsync(parts, cancellationToken);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}

/// <summary>The output of a subtask that writes directly to a sink.</summary>
internal sealed class SinkOutput<T>((int Index, string Id) sink, SinkWriter<T> writer, FailedRecords? failed, CheckpointWorker checkpoints)
    : StageOutput<T>
{
    public override int PreferredCount => int.MaxValue;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        if (records.Events.IsEmpty)
            return;
        await writer.WriteAsync(records.Events, cancellationToken).ConfigureAwait(false);
        if (failed is { IsTolerant: true })
            DropRejected(records, failed);
    }

    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override async ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        if (checkpoints.IsAborted(barrier))
            return;
        var parts = await writer.PrepareAsync(barrier.CheckpointId, cancellationToken).ConfigureAwait(false);
        checkpoints.Report(new PartsPrepared(barrier.CheckpointId, sink.Index, [.. parts]));
    }

    public override ValueTask DisposeAsync() => writer.DisposeAsync();

    private void DropRejected(in StreamRecords<T> records, FailedRecords drops)
    {
        foreach (var (index, exception) in writer.TakeRejected())
        {
            var origin = RecordOrigin.Describe(records.Origins.Span, index);
            if (!drops.TryDrop(new(sink.Id, Key: null, records.Events.Span[index], Timer: null, origin, exception)))
                ExceptionDispatchInfo.Throw(exception);
        }
    }
}
