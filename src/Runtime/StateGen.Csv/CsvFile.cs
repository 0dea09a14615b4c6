using Microsoft.Win32.SafeHandles;

namespace StateGen.Csv;

/// <summary>A CSV file that is open for reading, with the length that it had when it was opened.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private CsvFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    /// <summary>Gets the path as the user specified it, for messages.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public long Length { get; }

    /// <exception cref="SourceUnavailableException">There is no such file, or it cannot be read.</exception>
    public static CsvFile Open(string path)
    {
        try
        {
            return new CsvFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.Asynchronous));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SourceUnavailableException($"The input file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <exception cref="SourceUnavailableException">The position belongs to a file with another name or another length.</exception>
    public void RequireSame(CsvPosition position)
    {
        if (Name != position.FileName)
            throw Changed($"the checkpoint was reading the file '{position.FileName}'");
        if (Length != position.FileLength)
            throw Changed($"it has {Length} bytes now, and had {position.FileLength} when the job first started");
    }

    /// <summary>Reads bytes at an offset before the end.</summary>
    /// <returns>The number of bytes, at least 1.</returns>
    /// <exception cref="SourceUnavailableException">The file became shorter, or cannot be read.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var read = await RandomAccess.ReadAsync(_handle, buffer, offset, cancellationToken).ConfigureAwait(false);
            return read > 0 ? read : throw Changed($"it ends at byte {offset} now, and had {Length} bytes when it was opened");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceUnavailableException($"The input file '{Path}' cannot be read: {exception.Message}", exception);
        }
    }

    public void Dispose() => _handle.Dispose();

    private SourceUnavailableException Changed(string reason) =>
        new(
            $"The input file '{Path}' is not the one that the job began to read: {reason}. "
            + "Give the job the unchanged file, or start the job again with an empty state directory.");
}
