using StateGen.Backends;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Snapshots;

/// <summary>
/// A native checkpoint in its own directory, which is deleted on disposal. Its files are written to the snapshot unchanged, except for the empty log of a
/// database whose write-ahead log is off. The native checkpoint contains one, and the database opens without it.
/// </summary>
internal sealed class RocksDbSnapshot(string directory, long listCounter) : StateSnapshot(listCounter)
{
    public override string WriterVersion => RocksDbLibrary.Version.ToString();

    public override async Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken)
    {
        foreach (var path in Directory.EnumerateFiles(directory).Where(path => !IsEmptyLog(path)))
        {
            await files.WriteAsync(Path.GetFileName(path), (target, token) => CopyAsync(path, target, token), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        base.Dispose(disposing);
    }

    private static bool IsEmptyLog(string path) => path.EndsWith(".log", StringComparison.Ordinal) && new FileInfo(path).Length == 0;

    private static async Task CopyAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        var source = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (source.ConfigureAwait(false))
            await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Copies the files of a snapshot into a local directory, where they form a database.</summary>
internal static class SnapshotCopy
{
    public static async Task CopyToAsync(string directory, IStateFiles files, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var name in files.Names)
                await CopyToAsync(directory, name, files, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateGenException(
                $"The snapshot cannot be copied to '{directory}': {exception.Message.TrimEnd('.')}. "
                + "Nothing was restored. Free disk space, or configure another directory.",
                exception);
        }
    }

    private static async Task CopyToAsync(string directory, string name, IStateFiles files, CancellationToken cancellationToken)
    {
        if (name != Path.GetFileName(name))
        {
            throw new StateGenException(
                $"The snapshot contains the file '{name}', whose name is not valid in a RocksDB snapshot. "
                + "Restore the snapshot on the backend that wrote it.");
        }

        var source = await files.OpenReadAsync(name, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var target = new FileStream(
                Path.Combine(directory, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
                await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Opens the database of a restored snapshot, and explains a failure if a newer version of RocksDB wrote it.</summary>
internal static class SnapshotOpening
{
    public static StateDatabase Open(RestoredState restored, Func<StateDatabase> open)
    {
        try
        {
            return open();
        }
        catch (RocksDbException exception) when (IsNewerThanLoaded(restored.WriterVersion))
        {
            throw new RocksDbException(
                exception.Operation,
                exception.Path,
                $"{exception.Reason.TrimEnd('.')}. RocksDB {restored.WriterVersion} wrote the snapshot, and version {RocksDbLibrary.Version} is loaded, "
                + "which is older. Restore the snapshot with the version that wrote it or a later one.");
        }
    }

    private static bool IsNewerThanLoaded(string? writerVersion) => Version.TryParse(writerVersion, out var version) && version > RocksDbLibrary.Version;
}
