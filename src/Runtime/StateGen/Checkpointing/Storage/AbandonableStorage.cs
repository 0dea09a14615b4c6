using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Storage;

/// <summary>
/// Another storage, of which no call that is canceled is waited for, whatever that storage does with its token: a mounted directory whose server is gone
/// blocks the thread. Only a write has some time to remove what it has written. A call that was given up may still have its effect later, which is harmless:
/// files of checkpoints have names that nobody else uses, and a file that appears late is deleted; an entry of the log is created only at a number that is
/// free (<see cref="Log.JobLog"/>); and a file may be deleted late.
/// </summary>
internal sealed class AbandonableStorage : ICheckpointStorage, IAddressedStorage, IBulkDeletion
{
    private readonly ICheckpointStorage _storage;
    private readonly TimeProvider _time;
    private readonly TimeSpan _grace;

    // Nothing in memory blocks a thread, so that its calls need no thread of their own.
    private readonly bool _isMemory;

    private AbandonableStorage(ICheckpointStorage storage, TimeProvider time, TimeSpan grace)
    {
        _storage = storage;
        _time = time;
        _grace = grace;
        _isMemory = storage is MemoryCheckpointStorage;
    }

    /// <inheritdoc/>
    public string Location => _storage.Location;

    /// <inheritdoc/>
    public string? Address => _storage.AddressOf();

    /// <summary>Creates the storage around another one, unless that is one of its kind.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="time">The clock.</param>
    /// <param name="grace">The time that a write has after it was canceled.</param>
    public static AbandonableStorage Of(ICheckpointStorage storage, TimeProvider time, TimeSpan grace) =>
        storage as AbandonableStorage ?? new(storage, time, grace);

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        var content = new AbandonableContent(write);
        var writing = Task.Run(() => _storage.WriteAsync(path, content.WriteAsync, cancellationToken), CancellationToken.None);
        await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!writing.IsCompleted)
            await writing.WaitAsync(_grace, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!writing.IsCompleted)
        {
            await content.AbandonAsync().ConfigureAwait(false);
            _ = DeleteLateAsync(path, writing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        await writing.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        RunAsync(() => _storage.TryCommitAsync(path, content, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        var opening = StartAsync(() => _storage.TryOpenAsync(path, cancellationToken));
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!opening.IsCompleted)
        {
            _ = CloseLateAsync(opening);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        RunAsync(() => _storage.ListAsync(prefix, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        DeleteAllAsync([path], cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAllAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        RunAsync(
            async () =>
            {
                await _storage.DeleteAllAsync(paths, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <summary>Does nothing: the storage belongs to whoever opened it.</summary>
    public void Dispose()
    {
    }

    private Task<TResult> RunAsync<TResult>(Func<Task<TResult>> call, CancellationToken cancellationToken) => StartAsync(call).WaitAsync(cancellationToken);

    private Task<TResult> StartAsync<TResult>(Func<Task<TResult>> call) => _isMemory ? call() : Task.Run(call, CancellationToken.None);

    private async Task DeleteLateAsync(string path, Task writing)
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Nobody waits for this. If it fails, the file is deleted by a later attempt, like those of a killed process.
        if (writing.IsCompletedSuccessfully)
            await _storage.DeleteAsync(path, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CloseLateAsync(Task<Stream?> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening is { IsCompletedSuccessfully: true, Result: { } stream })
            await stream.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>
/// The content of a file whose writing may be given up. The function that writes it runs code of the job, and between that code of the storage, which may
/// not return.
/// Giving up waits until the function is in code of the storage, or has ended, and lets it not come back from there.
/// </summary>
internal sealed class AbandonableContent(Func<Stream, CancellationToken, Task> write)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRunning;
    private bool _isGivenUp;

    /// <summary>Writes the content, when the storage asks for it.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            await write(new AbandonableStream(this, stream), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Gives the writing up.</summary>
    /// <returns>A task that completes when no code of the job runs any more, and none will.</returns>
    public Task AbandonAsync()
    {
        lock (_gate)
        {
            _isGivenUp = true;
            return _isRunning ? _left.Task : Task.CompletedTask;
        }
    }

    /// <summary>Enters code of the job.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            if (_isGivenUp)
                throw new OperationCanceledException("The writing of the file was given up.");
            _isRunning = true;
        }
    }

    /// <summary>Leaves code of the job.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _isRunning = false;
            if (_isGivenUp)
                _left.TrySetResult();
        }
    }
}

/// <summary>Forwards writes to the stream of a storage, and tells the content when code of the storage runs. Leaves that stream open.</summary>
internal sealed class AbandonableStream(AbandonableContent content, Stream target) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        content.Leave();
        try
        {
            target.Write(buffer);
        }
        finally
        {
            content.Enter();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        content.Leave();
        try
        {
            await target.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            content.Enter();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        content.Leave();
        try
        {
            target.Flush();
        }
        finally
        {
            content.Enter();
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        content.Leave();
        try
        {
            await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            content.Enter();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
