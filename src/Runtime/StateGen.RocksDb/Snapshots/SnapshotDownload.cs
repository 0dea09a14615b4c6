using StateGen.Backends;

namespace StateGen.RocksDb.Snapshots;

/// <summary>Copies the files of a snapshot into a local directory, where they are a database.</summary>
internal static class SnapshotDownload
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
            throw new StateGenException($"The snapshot cannot be copied to '{directory}': {exception.Message.TrimEnd('.')}. Nothing was restored; make room there, or name another directory.", exception);
        }
    }

    private static async Task CopyToAsync(string directory, string name, IStateFiles files, CancellationToken cancellationToken)
    {
        if (name != Path.GetFileName(name))
            throw new StateGenException($"The snapshot names a file '{name}', which no RocksDB snapshot of StateGen has. Was it written by another backend?");
        var source = await files.OpenReadAsync(name, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var target = new FileStream(Path.Combine(directory, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
                await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        }
    }
}
