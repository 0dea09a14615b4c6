using System.Globalization;
using System.Text;
using StateGen.Checkpoints;

namespace StateGen.Tests.Connectors.Guide;

/// <summary>A store of named blobs, in which a blob is created or moved as a whole or not at all.</summary>
public interface IBlobStore
{
    /// <returns>false if there is a blob of this name.</returns>
    Task<bool> TryCreateAsync(string name, string content, CancellationToken cancellationToken);

    /// <returns>false if there is no blob to move.</returns>
    Task<bool> TryMoveAsync(string from, string to, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);

    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

public sealed class BlobSink(IBlobStore store) : ISink<string>
{
    public string Description => "blobs";

    public async Task<SinkSession<string>> OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        var names = new BlobNames(context);
        if (!await store.TryCreateAsync(names.Lock, "", cancellationToken))
            throw new SinkInUseException($"Another run of job '{context.JobId}' writes to the blobs. Wait for it to end, or stop it.");
        return new BlobSession(store, names, context.JobId);
    }
}

internal sealed class BlobNames(SinkContext run)
{
    private readonly string _job = Uri.EscapeDataString(run.JobId);

    public string Lock => $"locks/{_job}";

    public string Staged => $"staged/{_job}/{Uri.EscapeDataString(run.StateLocation ?? "")}/";

    public string Visible => $"output/{_job}/";

    public string NewStaged() => $"{Staged}{Guid.CreateVersion7()}";

    public string Final(long checkpoint, int subtask, int attempt) => $"{Visible}{checkpoint}-{subtask}-{attempt}";

    public long CheckpointOf(string visible) => long.Parse(visible[Visible.Length..].Split('-')[0], CultureInfo.InvariantCulture);
}

internal sealed class BlobSession(IBlobStore store, BlobNames names, string jobId) : SinkSession<string>
{
    public override async Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken)
    {
        foreach (var name in await store.ListAsync(names.Visible, cancellationToken))
        {
            if (names.CheckpointOf(name) > checkpointId)
                throw new SinkUnavailableException($"The output '{name}' would be written a second time. Move it away, or restore a later checkpoint.");
        }

        await CommitAsync(pending, cancellationToken);
        foreach (var name in await store.ListAsync(names.Staged, cancellationToken))
            await store.DeleteAsync(name, cancellationToken);
    }

    public override Task<SinkWriter<string>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
        Task.FromResult<SinkWriter<string>>(new BlobWriter(store, names, jobId, attempt, subtask));

    public override async Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        foreach (var (staged, final) in parts.Select(part => (part.Fields["staged"], part.Fields["final"])))
        {
            if (!await store.TryMoveAsync(staged, final, cancellationToken) && !(await store.ListAsync(final, cancellationToken)).Contains(final))
                throw new SinkPartLostException($"Neither '{staged}' nor '{final}' exists. Bring one of them back, or start again with an empty state directory.");
        }
    }

    public override async ValueTask DisposeAsync() => await store.DeleteAsync(names.Lock, CancellationToken.None);
}

internal sealed class BlobWriter(IBlobStore store, BlobNames names, string jobId, int attempt, int subtask) : SinkWriter<string>
{
    private readonly StringBuilder _lines = new();

    public override ValueTask WriteAsync(ReadOnlyMemory<string> records, CancellationToken cancellationToken)
    {
        foreach (var record in records.Span)
            _lines.Append(record).Append('\n');
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
    {
        if (_lines.Length == 0)
            return [];
        var (staged, final) = (names.NewStaged(), names.Final(checkpointId, subtask, attempt));
        await store.TryCreateAsync(staged, _lines.ToString(), cancellationToken);
        _lines.Clear();
        var fields = ManifestFields.Empty.With("staged", staged).With("final", final);
        return [new Committable(jobId, attempt, subtask, checkpointId, fields)];
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
