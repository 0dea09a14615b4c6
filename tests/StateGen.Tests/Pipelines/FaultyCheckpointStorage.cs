using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>A storage in memory that fails when told to: before a file is there, before a manifest is, after it is, and when one is deleted.</summary>
internal sealed class FaultyCheckpointStorage(Faults? faults = null) : ICheckpointStorage
{
    private readonly MemoryCheckpointStorage _files = new();

    public string Location => "memory";

    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        faults?.Pass("storage-write");
        await _files.WriteAsync(path, write, cancellationToken);
    }

    public async Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var isManifest = path.StartsWith("log/", StringComparison.Ordinal) && content.Span.IndexOf("CheckpointCompleted"u8) >= 0;
        if (isManifest)
            faults?.Pass("storage-commit");
        var isCommitted = await _files.TryCommitAsync(path, content, cancellationToken);
        if (isManifest)
            faults?.Pass("storage-committed");
        return isCommitted;
    }

    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) => _files.TryOpenAsync(path, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        Pass("storage-list");
        return _files.ListAsync(prefix, cancellationToken);
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        Pass("storage-delete");
        return _files.DeleteAsync(path, cancellationToken);
    }

    // As the contract of a storage has it.
    private void Pass(string place)
    {
        try
        {
            faults?.Pass(place);
        }
        catch (InjectedFailureException exception)
        {
            throw new CheckpointStorageException(exception.Message, exception);
        }
    }

    public void Dispose() => _files.Dispose();
}
