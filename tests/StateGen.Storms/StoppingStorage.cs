using StateGen.Checkpoints;

namespace StateGen.Storms;

/// <summary>Another storage, at whose operations the process may stop.</summary>
internal sealed class StoppingStorage(ICheckpointStorage files, StopPoint stop) : ICheckpointStorage
{
    public string Location => files.Location;

    /// <summary>Creates a target for the storage at a URI.</summary>
    public static CheckpointTarget At(string uri, StopPoint stop)
    {
        var target = CheckpointTarget.Parse(uri);
        return CheckpointTarget.ToStorage(target.Location, _ => Task.FromResult<ICheckpointStorage>(new StoppingStorage(target.Open(out var _), stop)));
    }

    public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        if (IsOfCheckpoint(path))
            stop.Pass("snapshot");
        return files.WriteAsync(path, write, cancellationToken);
    }

    public async Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        if (IsOfKind("OutputCommitted", content))
            stop.Pass("mark");
        if (!IsOfKind("CheckpointCompleted", content))
            return await files.TryCommitAsync(path, content, cancellationToken);
        stop.Pass("manifest");
        var isCreated = await files.TryCommitAsync(path, content, cancellationToken);
        stop.Pass("completion");
        return isCreated;
    }

    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) => files.TryOpenAsync(path, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => files.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        if (IsOfCheckpoint(path))
            stop.Pass("discard");
        return files.DeleteAsync(path, cancellationToken);
    }

    public void Dispose() => files.Dispose();

    private static bool IsOfCheckpoint(string path) => path.StartsWith("chk-", StringComparison.Ordinal);

    private static bool IsOfKind(string kind, ReadOnlyMemory<byte> entry) =>
        System.Text.Encoding.UTF8.GetString(entry.Span).Contains($"\"kind\": \"{kind}\"", StringComparison.Ordinal);
}
