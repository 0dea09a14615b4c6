using StateGen.Backends;

namespace StateGen;

/// <summary>The files of a snapshot that is held in memory.</summary>
internal sealed class SnapshotFiles : IStateFiles, IStateFileWriter
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IReadOnlyList<string> Names => [.. _files.Keys];

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new MemoryStream(_files[name], writable: false));

    public async Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await write(content, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _files.Add(name, content.ToArray());
    }
}
