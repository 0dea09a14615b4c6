using StateGen.Checkpoints;

namespace StateGen.Tests.Pipelines;

/// <summary>A storage in memory that never ends the first writes of state, unless they are canceled.</summary>
internal sealed class HangingCheckpointStorage(int hangs) : ICheckpointStorage
{
    private readonly MemoryCheckpointStorage _files = new();
    private int _hangs = hangs;

    /// <summary>Released once for each write that hangs.</summary>
    public SemaphoreSlim Hanging { get; } = new(0);

    public string Location => "memory";

    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Decrement(ref _hangs) >= 0)
        {
            Hanging.Release();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        await _files.WriteAsync(path, write, cancellationToken);
    }

    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        _files.TryCommitAsync(path, content, cancellationToken);

    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) => _files.TryOpenAsync(path, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => _files.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => _files.DeleteAsync(path, cancellationToken);

    public void Dispose()
    {
        _files.Dispose();
        Hanging.Dispose();
    }
}
