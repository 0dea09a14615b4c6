namespace StateGen.Checkpoints;

/// <summary>
/// A file under a hidden temporary name beside its final one. Publishing flushes it to the disk and gives it its name in one step;
/// disposing it unpublished deletes it.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    /// <summary>The search pattern of the temporary names.</summary>
    public const string Pattern = ".*.stategen-partial";

    private const int BufferSize = 64 * 1024;
    private readonly string _target;
    private readonly FileStream _stream;

    private PartialFile(string target, FileStream stream)
    {
        _target = target;
        _stream = stream;
    }

    public Stream Stream => _stream;

    public static PartialFile Create(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
#pragma warning disable RS0030 // Other processes choose names in the same folder. The name is gone when the file is published.
        var name = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.stategen-partial");
#pragma warning restore RS0030
        return new PartialFile(target, new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize));
    }

    /// <summary>Publishes, replacing a file that has the final name.</summary>
    /// <returns>True.</returns>
    public bool Publish()
    {
        Finish();
        File.Move(_stream.Name, _target, overwrite: true);
        return true;
    }

    /// <summary>Publishes unless the final name is taken. Of any number of attempts, in any number of processes, one succeeds.</summary>
    /// <returns>Whether the name was free.</returns>
    public bool TryPublishNew()
    {
        Finish();
        return ExclusiveName.TryGive(_stream.Name, _target);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        File.Delete(_stream.Name);
    }

    private void Finish()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }
}
