namespace StateGen.RocksDb.Native;

/// <summary>
/// Writes a consistent copy of an open database into a new directory: table files as hard links where the file system
/// allows, the rest as copies.
/// </summary>
internal sealed class DatabaseCheckpoint : NativeHandle
{
    // With this value the write buffers are flushed first; without a write-ahead log nothing else would carry them.
    private const ulong FlushAlways = 0;

    private readonly string _path;

    public DatabaseCheckpoint(Database database)
        : base(() => Create(database), database) =>
        _path = database.Path;

    /// <param name="directory">A directory that does not exist yet, whose parent does.</param>
    public void WriteTo(string directory)
    {
        nint error = 0;
        NativeMethods.rocksdb_checkpoint_create(this, directory, FlushAlways, ref error);
        NativeError.ThrowIfSet(error, $"write a checkpoint to '{directory}' of", _path);
    }

    protected override void Destroy(nint native) => NativeMethods.rocksdb_checkpoint_object_destroy(native);

    private static nint Create(Database database)
    {
        nint error = 0;
        var checkpoint = NativeMethods.rocksdb_checkpoint_object_create(database, ref error);
        NativeError.ThrowIfSet(error, "prepare a checkpoint of", database.Path);
        return checkpoint;
    }
}
