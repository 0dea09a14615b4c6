using StateGen.Checkpoints;

namespace StateGen.Conformance.Tests.Hosts;

/// <summary>Keeps checkpoints in memory; its writes can be held up, and its commits can fail.</summary>
internal sealed class InterruptibleStorage : ICheckpointStorage
{
    private readonly MemoryCheckpointStorage _files = new();
    private Task _writing = Task.CompletedTask;
    private bool? _failsCommitted;

    public string Location => _files.Location;

    /// <summary>Lets every write wait.</summary>
    public TaskCompletionSource HoldWrites()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writing = gate.Task;
        return gate;
    }

    /// <summary>Lets the next commit fail, either before it or when only its answer is lost.</summary>
    public void FailNextCommit(bool isCommitted) => _failsCommitted = isCommitted;

    public async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using var file = (await _files.TryOpenAsync(path, cancellationToken))!;
        await file.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    public Task ReplaceAsync(string path, byte[] content, CancellationToken cancellationToken) =>
        _files.WriteAsync(path, (file, token) => file.WriteAsync(content, token).AsTask(), cancellationToken);

    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        await _writing;
        await _files.WriteAsync(path, write, cancellationToken);
    }

    public async Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var fails = _failsCommitted;
        _failsCommitted = null;
        var isNew = fails != false && await _files.TryCommitAsync(path, content, cancellationToken);
        return fails is null ? isNew : throw new CheckpointStorageException("The connection is lost.");
    }

    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) => _files.TryOpenAsync(path, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => _files.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => _files.DeleteAsync(path, cancellationToken);

    public void Dispose() => _files.Dispose();
}
