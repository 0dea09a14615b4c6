using System.IO.Compression;

namespace StateGen.Connectors.Files;

/// <summary>A part that is being written. <see cref="PartDirectory"/> guards its operations.</summary>
internal sealed class PartFile : IDisposable
{
    private readonly FileStream _file;
    private readonly FileSinkOptions _options;
    private readonly GZipStream? _compressed;
    private readonly long _start;
    private long _length;

    public PartFile(FileStream file, FileSinkOptions options)
    {
        (_file, _options) = (file, options);
        _compressed = options.Gzip is { } level ? new GZipStream(file, level, leaveOpen: true) : null;
        _start = options.Time.GetTimestamp();
    }

    public string Name => Path.GetFileName(_file.Name);

    /// <summary>Determines whether the next record goes to another part.</summary>
    /// <param name="unwritten">The number of bytes that are still to be written to this one.</param>
    public bool IsFull(int unwritten) =>
        _length + unwritten >= _options.MaxPartBytes || (_options.MaxPartAge is { } age && _options.Time.GetElapsedTime(_start) >= age);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        ((Stream?)_compressed ?? _file).Write(bytes);
        _length += bytes.Length;
    }

    /// <summary>Ends the part, and flushes it to the disk.</summary>
    /// <returns>The length of the file in bytes.</returns>
    public long Complete()
    {
        _compressed?.Dispose();
        _file.Flush(flushToDisk: true);
        var length = _file.Position;
        _file.Dispose();
        return length;
    }

    // Without what the compression still holds: nothing uses a part that was not completed.
    public void Dispose() => _file.Dispose();
}
