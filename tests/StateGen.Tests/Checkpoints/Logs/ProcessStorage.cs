using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>One process's access to a storage that others use, too: without a lock, and with something that happens at its operations, numbered from 1.</summary>
/// <param name="files">The storage.</param>
/// <param name="before">Called before each operation, with its number.</param>
/// <param name="after">Called after each operation, with its number.</param>
internal sealed class ProcessStorage(ICheckpointStorage files, Func<int, ValueTask>? before = null, Func<int, ValueTask>? after = null) : ICheckpointStorage
{
    private const int OthersBeforeLate = 2;

    private int _operations;
    private Func<Task>? _late;

    public string Location => files.Location;

    public int Operations => Volatile.Read(ref _operations);

    /// <summary>Has the write that is this operation leave half of the file and fail.</summary>
    public int PartialAt { get; init; }

    /// <summary>Has this operation fail and take place after two others, or when the test says so.</summary>
    public int LateAt { get; init; }

    /// <summary>Performs the late operation, if it has not yet taken place.</summary>
    public Task PerformLateAsync() => Interlocked.Exchange(ref _late, null)?.Invoke() ?? Task.CompletedTask;

    public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) =>
        PassAsync(async number =>
        {
            using var content = new MemoryStream();
            await write(content, cancellationToken);
            var half = content.ToArray().AsMemory(0, (int)content.Length / (number == PartialAt ? 2 : 1));
            await PerformAsync(number, () => files.WriteAsync(path, (stream, token) => stream.WriteAsync(half, token).AsTask(), Token(number, cancellationToken)));
            return number == PartialAt ? throw new CheckpointStorageException("Half of the file is there.") : true;
        });

    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => PassAsync(async number =>
    {
        var isNew = false;
        await PerformAsync(number, async () => isNew = await files.TryCommitAsync(path, content, Token(number, cancellationToken)));
        return isNew;
    });

    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) =>
        PassAsync(number => number == LateAt ? throw Unanswered() : files.TryOpenAsync(path, cancellationToken));

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        PassAsync(number => number == LateAt ? throw Unanswered() : files.ListAsync(prefix, cancellationToken));

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => PassAsync(async number =>
    {
        await PerformAsync(number, () => files.DeleteAsync(path, Token(number, cancellationToken)));
        return true;
    });

    public void Dispose()
    {
    }

    private Task PerformAsync(int number, Func<Task> change)
    {
        if (number != LateAt)
            return change();
        Volatile.Write(ref _late, change);
        throw Unanswered();
    }

    private static CheckpointStorageException Unanswered() => new("The storage did not answer in time.");

    private CancellationToken Token(int number, CancellationToken cancellationToken) => number == LateAt ? CancellationToken.None : cancellationToken;

    private async Task<TResult> PassAsync<TResult>(Func<int, Task<TResult>> operation)
    {
        var number = Interlocked.Increment(ref _operations);
        if (number > LateAt + OthersBeforeLate)
            await PerformLateAsync();
        if (before is not null)
            await before(number);
        var result = await operation(number);
        if (after is not null)
            await after(number);
        return result;
    }
}
