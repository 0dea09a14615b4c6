using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// An open RocksDB database, which owns its column families and disposes them. Only one process at a time can open a
/// directory. Reads, writes and checkpoints are thread-safe; creating and dropping column families is not.
/// </summary>
internal sealed class Database : NativeHandle
{
    /// <summary>The column family that every database has and that must be opened with it. StateGen stores nothing in it.</summary>
    public const string DefaultFamily = "default";

    private const string ReadOperation = "read from";
    private const string WriteOperation = "write to";

    private readonly Dictionary<string, ColumnFamily> _families = new(StringComparer.Ordinal);
    // The native options. They live as long as the native database, which depends on them.
    private readonly nint _reading;
    private readonly nint _writing;

    private Database(string path, ReadOptions reading, WriteOptions writing, IEnumerable<NativeHandle> held, Func<nint> open)
        : base(open, [reading, writing, .. held])
    {
        Path = path;
        _reading = reading.Pointer;
        _writing = writing.Pointer;
    }

    /// <summary>Gets the directory of the database.</summary>
    public string Path { get; }

    /// <summary>Opens the database at <paramref name="path"/> with <paramref name="families"/>, which must include every existing one.</summary>
    /// <exception cref="RocksDbException">
    /// The database is missing and the options do not create it, is damaged, is in use, or has other column families.
    /// </exception>
    public static Database Open(DatabaseOptions options, string path, params IEnumerable<string> families) =>
        Open(options, path, families.Select(name => new FamilyOptions(name, options)), []);

    /// <summary>Opens a database whose families have options of their own.</summary>
    /// <param name="options">The options of the database and of its default family.</param>
    /// <param name="path">The directory.</param>
    /// <param name="families">The families, which must include every existing one.</param>
    /// <param name="held">What the options of the families only point to, and the database holds.</param>
    public static Database Open(DatabaseOptions options, string path, IEnumerable<FamilyOptions> families, IEnumerable<NativeHandle> held)
    {
        FamilyOptions[] opened = [.. families.Prepend(new(DefaultFamily, options)).DistinctBy(family => family.Name, StringComparer.Ordinal)];
        var handles = new nint[opened.Length];
        // The database holds them from now on, and they end with it.
        using var reading = new ReadOptions();
        using var writing = new WriteOptions();
        var database = new Database(path, reading, writing, held, () => Open(options, path, opened, handles));
        for (var index = 0; index < opened.Length; index++)
            database.Adopt(opened[index].Name, handles[index]);
        return database;
    }

    /// <summary>Lists the column families of the closed database at <paramref name="path"/>.</summary>
    public static unsafe string[] ListFamilies(DatabaseOptions options, string path)
    {
        nint error = 0;
        var list = NativeMethods.rocksdb_list_column_families(options, path, out var count, ref error);
        NativeError.ThrowIfSet(error, "list the column families of", path);
        var names = new string[checked((int)count)];
        for (var index = 0; index < names.Length; index++)
            names[index] = Marshal.PtrToStringUTF8(((nint*)list)[index])!;
        NativeMethods.rocksdb_list_column_families_destroy(list, count);
        return names;
    }

    /// <summary>Finds the open column family <paramref name="name"/>; null if there is none.</summary>
    public ColumnFamily? FindFamily(string name) => _families.GetValueOrDefault(name);

    public ColumnFamily CreateFamily(DatabaseOptions options, string name)
    {
        var family = new ColumnFamily(this, name, () => CreateNativeFamily(options, name));
        _families.Add(name, family);
        return family;
    }

    /// <summary>Removes a column family with everything in it.</summary>
    public void DropFamily(string name)
    {
        using var family = _families[name];
        nint error = 0;
        NativeMethods.rocksdb_drop_column_family(this, family, ref error);
        NativeError.ThrowIfSet(error, $"drop the column family '{name}' of", Path);
        _families.Remove(name);
    }

    /// <summary>
    /// Reads the value of <paramref name="key"/>: into <paramref name="buffer"/> if it fits, and without a copy otherwise. After a value that did not fit, the
    /// next one of the family is not read twice.
    /// </summary>
    public NativeValue Get(ColumnFamily family, ReadOnlySpan<byte> key, Span<byte> buffer) =>
        family.HasLongValues ? GetPinned(family, key, buffer.Length) : GetCopied(family, key, buffer);

    /// <summary>Reads the value of <paramref name="key"/> from <paramref name="batch"/> or, if it has no write to the key, from the database.</summary>
    public NativeValue Get(IndexedWriteBatch batch, ColumnFamily family, ReadOnlySpan<byte> key)
    {
        using var held = family.Hold();
        nint error = 0;
        var value = NativeMethods.rocksdb_writebatch_wi_get_from_batch_and_db_cf(
            batch.Pointer, Pointer, _reading, family.Pointer, key, (nuint)key.Length, out var length, ref error);
        GC.KeepAlive(batch);
        NativeError.ThrowIfSet(error, ReadOperation, Path);
        return NativeValue.Allocated(value, length);
    }

    public void Put(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        using var held = family.Hold();
        nint error = 0;
        NativeMethods.rocksdb_put_cf(
            Pointer, _writing, family.Pointer, key, (nuint)key.Length, value, (nuint)value.Length, ref error);
        NativeError.ThrowIfSet(error, WriteOperation, Path);
    }

    public void Delete(ColumnFamily family, ReadOnlySpan<byte> key)
    {
        using var held = family.Hold();
        nint error = 0;
        NativeMethods.rocksdb_delete_cf(Pointer, _writing, family.Pointer, key, (nuint)key.Length, ref error);
        NativeError.ThrowIfSet(error, "delete from", Path);
    }

    public void Write(WriteBatch batch)
    {
        using var held = Hold();
        nint error = 0;
        NativeMethods.rocksdb_write(Pointer, _writing, batch.Pointer, ref error);
        GC.KeepAlive(batch);
        NativeError.ThrowIfSet(error, WriteOperation, Path);
    }

    public void Write(IndexedWriteBatch batch)
    {
        using var held = Hold();
        nint error = 0;
        NativeMethods.rocksdb_write_writebatch_wi(Pointer, _writing, batch.Pointer, ref error);
        GC.KeepAlive(batch);
        NativeError.ThrowIfSet(error, WriteOperation, Path);
    }

    public void Flush(FlushOptions options, ColumnFamily family)
    {
        ThrowIfDisposed();
        nint error = 0;
        NativeMethods.rocksdb_flush_cf(this, options, family, ref error);
        NativeError.ThrowIfSet(error, "flush", Path);
    }

    /// <summary>Reads a property of the database as text, such as <c>rocksdb.stats</c>; null if there is no property of that name. Thread-safe.</summary>
    public string? ReadProperty(string name)
    {
        ThrowIfDisposed();
        var text = NativeMethods.rocksdb_property_value(this, name);
        return text == 0 ? null : NativeError.TakeText(text);
    }

    /// <summary>
    /// Reads a numeric property, such as <c>rocksdb.is-write-stopped</c>; null if there is no numeric property of that name. Thread-safe.
    /// </summary>
    /// <param name="family">The column family; null for the default one, which also has the properties of the whole database.</param>
    /// <param name="name">The name of the property.</param>
    public ulong? ReadIntProperty(ColumnFamily? family, string name)
    {
        ThrowIfDisposed();
        var failed = family is null
            ? NativeMethods.rocksdb_property_int(this, name, out var value)
            : NativeMethods.rocksdb_property_int_cf(this, family, name, out value);
        return failed == 0 ? value : null;
    }

    /// <summary>Stops flushes and compactions permanently and waits until they have ended. The files do not change after that.</summary>
    public void StopBackgroundWork() => NativeMethods.rocksdb_cancel_all_background_work(this, wait: 1);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var family in _families.Values)
                family.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override void Destroy(nint native) => NativeMethods.rocksdb_close(native);

    private static nint Open(DatabaseOptions options, string path, FamilyOptions[] families, nint[] handles)
    {
        var familyOptions = new nint[families.Length];
        nint error = 0;
        var database = Open(0);
        NativeError.ThrowIfSet(error, "open", path);
        return database;

        // Each call holds the options of one family during the next ones.
        nint Open(int index)
        {
            if (index == families.Length)
            {
                string[] names = [.. families.Select(family => family.Name)];
                return NativeMethods.rocksdb_open_column_families(options, path, names.Length, names, familyOptions, handles, ref error);
            }

            using var held = families[index].Options.Hold();
            familyOptions[index] = families[index].Options.Pointer;
            return Open(index + 1);
        }
    }

    private NativeValue GetCopied(ColumnFamily family, ReadOnlySpan<byte> key, Span<byte> buffer)
    {
        // The family keeps the database open, and the database keeps the options.
        using var held = family.Hold();
        nint error = 0;
        var copied = NativeMethods.rocksdb_get_into_buffer_cf(
            Pointer, _reading, family.Pointer, key, (nuint)key.Length, buffer, (nuint)buffer.Length, out var length, out var found, ref error);
        NativeError.ThrowIfSet(error, ReadOperation, Path);
        return found == 0 ? default : copied != 0 ? NativeValue.Copied(buffer[..(int)length]) : GetPinned(family, key, buffer.Length);
    }

    private NativeValue GetPinned(ColumnFamily family, ReadOnlySpan<byte> key, int bufferLength)
    {
        var held = false;
        nint slice = 0;
        nint error = 0;
        try
        {
            family.DangerousAddRef(ref held);
            slice = NativeMethods.rocksdb_get_pinned_cf(Pointer, _reading, family.Pointer, key, (nuint)key.Length, ref error);
        }
        finally
        {
            if (held && slice == 0)
                family.DangerousRelease();
        }

        NativeError.ThrowIfSet(error, ReadOperation, Path);
        if (slice == 0)
            return default;
        var value = NativeValue.Pinned(slice, family);
        family.HasLongValues = value.Bytes.Length > bufferLength;
        return value;
    }

    private void Adopt(string name, nint family) => _families.Add(name, new ColumnFamily(this, name, () => family));

    private nint CreateNativeFamily(DatabaseOptions options, string name)
    {
        nint error = 0;
        var family = NativeMethods.rocksdb_create_column_family(this, options, name, ref error);
        NativeError.ThrowIfSet(error, $"create the column family '{name}' in", Path);
        return family;
    }
}

/// <summary>A column family to open, and its options.</summary>
internal readonly record struct FamilyOptions(string Name, DatabaseOptions Options);

/// <summary>One key space of a database. The native database stays open until the column family is disposed.</summary>
internal sealed class ColumnFamily : NativeHandle
{
    internal ColumnFamily(Database database, string name, Func<nint> create)
        : base(create, database) =>
        Name = name;

    public string Name { get; }

    /// <summary>Gets or sets a value indicating whether the latest value that was read was too long for the buffer of the caller.</summary>
    public bool HasLongValues { get; set; }

    protected override void Destroy(nint native) => NativeMethods.rocksdb_column_family_handle_destroy(native);
}

/// <summary>
/// Writes a consistent copy of an open database into a new directory: table files as hard links if the file system
/// allows it, all other files as copies.
/// </summary>
internal sealed class DatabaseCheckpoint : NativeHandle
{
    // With this value the write buffers are flushed first. Without a write-ahead log, the copy would otherwise not contain them.
    private const ulong FlushAlways = 0;

    private readonly string _path;

    public DatabaseCheckpoint(Database database)
        : base(() => Create(database), database) =>
        _path = database.Path;

    /// <param name="directory">The directory. It must not exist, but its parent must.</param>
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
