using StateGen.Backends;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>The files of a snapshot, in memory.</summary>
internal sealed class MemoryFiles : IStateFileWriter, IStateFiles
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => [.. _files.Keys];

    public async Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await write(content, cancellationToken);
        _files.Add(name, content.ToArray());
    }

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new MemoryStream(_files[name]));

    public long Length(string name) => _files[name].Length;

    public void Truncate(string name) => _files[name] = _files[name][..(_files[name].Length / 2)];
}
