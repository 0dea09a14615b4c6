using System.Collections.Concurrent;
using StateGen.Checkpoints;
using StateGen.Contracts;

namespace StateGen.Tests.Checkpoints;

/// <summary>A storage in memory that makes one mistake.</summary>
internal sealed class FaultyStorage(string fault) : ICheckpointStorage
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _racers;

    public string Location => fault == CheckpointStorageRules.Location ? "" : "faulty";

    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        Check(path, cancellationToken);
        using var content = new MemoryStream();
        if (fault == CheckpointStorageRules.Atomic)
            _files[path] = [];
        try
        {
            await write(content, cancellationToken);
        }
        catch (Exception) when (fault == CheckpointStorageRules.FailedWrite)
        {
            _files[path] = content.ToArray();
            throw;
        }

        if (fault != "commits cancelled writes")
            cancellationToken.ThrowIfCancellationRequested();
        if (fault == CheckpointStorageRules.Written && content.Length == 0)
            return;
        if (fault != CheckpointStorageRules.Replaced || !_files.ContainsKey(path))
            _files[path] = fault == CheckpointStorageRules.LargeFile ? content.ToArray()[..(int)Math.Min(content.Length, 1_000_000)] : content.ToArray();
    }

    public async Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        Check(path, cancellationToken);
        if (fault == CheckpointStorageRules.CommitNew)
            _files.TryRemove(path, out _);
        if (fault != CheckpointStorageRules.CommitOnce || !path.Contains(fault, StringComparison.Ordinal))
            return _files.TryAdd(path, content.ToArray());
        // Two racers find that the file is missing before one of them creates it.
        var exists = _files.ContainsKey(path);
        if (Interlocked.Increment(ref _racers) == 2)
            _second.SetResult();
        await _second.Task;
        _files[path] = content.ToArray();
        return !exists;
    }

    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        Check(path, cancellationToken);
        var found = fault == CheckpointStorageRules.MissingFile ? _files.Keys.FirstOrDefault(key => key.StartsWith(path, StringComparison.Ordinal)) : path;
        return Task.FromResult<Stream?>(found is not null && _files.TryGetValue(found, out var content) ? new MemoryStream(content) : null);
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        if (fault != "ignores cancellation")
            cancellationToken.ThrowIfCancellationRequested();
        var paths = _files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<string>>(fault switch
        {
            CheckpointStorageRules.Listing => [.. paths.Take(1_000)],
            "lists in another order" => [.. paths.Reverse()],
            CheckpointStorageRules.Names => [.. paths.Select(Uri.UnescapeDataString)],
            _ => [.. paths],
        });
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        Check(path, cancellationToken);
        foreach (var key in _files.Keys.Where(key => key == path || (fault == CheckpointStorageRules.Deletion && key.StartsWith(path, StringComparison.Ordinal))))
            _files.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    private void Check(string path, CancellationToken cancellationToken)
    {
        if (fault != "ignores cancellation")
            cancellationToken.ThrowIfCancellationRequested();
        if (fault != CheckpointStorageRules.Paths)
            CheckpointPath.Require(path);
    }
}
