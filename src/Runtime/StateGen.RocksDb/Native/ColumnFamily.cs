namespace StateGen.RocksDb.Native;

/// <summary>One key space of a database. The database stays open, natively, until this is disposed.</summary>
internal sealed class ColumnFamily : NativeHandle
{
    internal ColumnFamily(Database database, string name, Func<nint> create)
        : base(create, database) =>
        Name = name;

    public string Name { get; }

    protected override void Destroy(nint native) => NativeMethods.rocksdb_column_family_handle_destroy(native);
}
