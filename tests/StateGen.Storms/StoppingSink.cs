using StateGen.Checkpoints;

namespace StateGen.Storms;

/// <summary>Another sink, during whose two phases the process may stop.</summary>
internal sealed class StoppingSink<T>(ISink<T> sink, StopPoint stop) : ISink<T>
{
    public string Description => sink.Description;

    public async Task<SinkSession<T>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
        new StoppingSession<T>(await sink.OpenAsync(context, cancellationToken), stop);
}

internal sealed class StoppingSession<T>(SinkSession<T> session, StopPoint stop) : SinkSession<T>
{
    public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
        session.RestoreAsync(checkpointId, pending, cancellationToken);

    public override async Task<SinkWriter<T>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
        new StoppingWriter<T>(await session.OpenWriterAsync(attempt, subtask, cancellationToken), stop);

    public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        stop.Pass("commit");
        return session.CommitAsync(parts, cancellationToken);
    }

    public override Task AbandonAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => session.AbandonAsync(parts, cancellationToken);

    public override ValueTask DisposeAsync() => session.DisposeAsync();
}

internal sealed class StoppingWriter<T>(SinkWriter<T> writer, StopPoint stop) : SinkWriter<T>
{
    public override bool SkipsRejected
    {
        get => writer.SkipsRejected;
        set => writer.SkipsRejected = value;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken) => writer.WriteAsync(records, cancellationToken);

    public override IReadOnlyList<RejectedRecord> TakeRejected() => writer.TakeRejected();

    public override async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
    {
        var parts = await writer.PrepareAsync(checkpointId, cancellationToken);
        stop.Pass("prepare");
        return parts;
    }

    public override ValueTask DisposeAsync() => writer.DisposeAsync();
}
