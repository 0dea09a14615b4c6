using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>One process's access to a storage that others use, too: without a lock, and with something that happens at its operations, numbered from 1.</summary>
/// <param name="files">The storage.</param>
/// <param name="before">Called before each operation, with its number.</param>
/// <param name="after">Called after each operation, with its number.</param>
internal sealed class ProcessStorage(ICheckpointStorage files, Func<int, ValueTask>? before = null, Func<int, ValueTask>? after = null) : ICheckpointStorage
{
    private int _operations;

    public string Location => files.Location;

    public int Operations => Volatile.Read(ref _operations);

    /// <summary>Has the write that is this operation leave half of the file and fail.</summary>
    public int PartialAt { get; init; }

    public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) =>
        PassAsync(async number =>
        {
            using var content = new MemoryStream();
            await write(content, cancellationToken);
            var half = content.ToArray().AsMemory(0, (int)content.Length / (number == PartialAt ? 2 : 1));
            await files.WriteAsync(path, (stream, token) => stream.WriteAsync(half, token).AsTask(), cancellationToken);
            return number == PartialAt ? throw new CheckpointStorageException("Half of the file is there.") : true;
        });

    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        PassAsync(_ => files.TryCommitAsync(path, content, cancellationToken));

    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) =>
        PassAsync(_ => files.TryOpenAsync(path, cancellationToken));

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        PassAsync(_ => files.ListAsync(prefix, cancellationToken));

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => PassAsync(async _ =>
    {
        await files.DeleteAsync(path, cancellationToken);
        return true;
    });

    public void Dispose()
    {
    }

    private async Task<TResult> PassAsync<TResult>(Func<int, Task<TResult>> operation)
    {
        var number = Interlocked.Increment(ref _operations);
        if (before is not null)
            await before(number);
        var result = await operation(number);
        if (after is not null)
            await after(number);
        return result;
    }
}
