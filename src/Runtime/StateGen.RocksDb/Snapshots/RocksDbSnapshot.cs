using StateGen.Backends;

namespace StateGen.RocksDb.Snapshots;

/// <summary>A native checkpoint in a directory of its own, which is deleted on disposal. Every file of it is handed over as it is.</summary>
internal sealed class RocksDbSnapshot(string directory, long listCounter) : StateSnapshot(listCounter)
{
    public override async Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken)
    {
        foreach (var path in Directory.EnumerateFiles(directory))
            await files.WriteAsync(Path.GetFileName(path), (target, token) => CopyAsync(path, target, token), cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        base.Dispose(disposing);
    }

    private static async Task CopyAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (source.ConfigureAwait(false))
            await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
    }
}
