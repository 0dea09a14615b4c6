using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Broadcast;

/// <summary>
/// The broadcast states of one operator subtask. They are in managed memory on every backend, and the format of their snapshot is the same on every backend: a
/// <see cref="BlockFile"/> with one section per state. All subtasks have the same entries at a barrier, so one of them writes the file, and all of them read
/// it. Used by one thread at a time, but a snapshot may be written on another thread.
/// </summary>
internal sealed class BroadcastStore(StateStoreOptions options)
{
    /// <summary>The name of the file of a snapshot.</summary>
    public const string FileName = "broadcast";

    /// <summary>The key group of every block: entries belong to no key.</summary>
    public const int KeyGroup = 0;

    private readonly List<BroadcastTable> _tables = [];

    /// <summary>Gets the options of the store of keyed state beside it.</summary>
    public StateStoreOptions Options => options;

    /// <summary>Gets a value indicating whether the operator has broadcast state.</summary>
    public bool IsUsed => _tables.Count > 0;

    /// <summary>Gets or sets a value indicating whether a broadcast event is being processed, so that entries can be written.</summary>
    public bool IsWritable { get; set; }

    public long CountEntries() => _tables.Sum(static table => (long)table.Count);

    /// <summary>Opens one state. Before anything is restored.</summary>
    public BroadcastTable<TMapKey, TValue> Open<TMapKey, TMapKeyCodec, TValue, TValueCodec>(string stateName)
        where TMapKey : notnull
        where TMapKeyCodec : struct, IKeyCodec<TMapKey>
        where TValueCodec : struct, ICodec<TValue>
    {
        var table = new BroadcastTable<TMapKey, TMapKeyCodec, TValue, TValueCodec>(this, stateName);
        _tables.Add(table);
        return table;
    }

    /// <exception cref="StateGenException">No broadcast event is being processed. The error policy does not apply.</exception>
    public void RequireWritable(string stateName)
    {
        if (IsWritable)
            return;
        throw new StateGenException(
            $"Broadcast state '{stateName}' of operator '{options.OperatorId}' was written outside OnBroadcast. Only one of the parallel subtasks processes an "
            + "event or a timer, so the copies of the state on the others would differ. Write it in OnBroadcast, or keep the value in keyed state.")
        {
            IsPermanent = true,
        };
    }

    /// <summary>Makes the changes of the current event permanent.</summary>
    public void Commit()
    {
        foreach (var table in _tables)
            table.Commit();
    }

    /// <summary>Undoes the changes of the current event.</summary>
    public void Rollback()
    {
        foreach (var table in _tables)
            table.Rollback();
    }

    /// <summary>
    /// Takes a snapshot, in constant time. Called between events. Until the snapshot has ended, the first change of each state copies its entries.
    /// </summary>
    public BroadcastSnapshot BeginSnapshot() => new([.. _tables.Select(static table => table.BeginSnapshot())]);

    /// <summary>Reads the entries of a snapshot. States that the snapshot does not have stay empty.</summary>
    public Task RestoreAsync(IStateFiles files, CancellationToken cancellationToken) => BlockFileReader.ReadAsync(
        files, FileName, options with { KeyGroups = new(KeyGroup, KeyGroup) }, new Receiver(_tables), cancellationToken);

    private sealed class Receiver(List<BroadcastTable> tables) : IBlockReceiver
    {
        public bool Expect(string section, int keyGroup, int entryCount) => Find(section) is not null;

        public void Read(in BlockHeader header, ref MessagePackReader entries) => Find(header.Section)!.Read(in header, ref entries);

        private BroadcastTable? Find(string section) => tables.Find(table => string.Equals(table.Section, section, StringComparison.Ordinal));
    }
}

/// <summary>The broadcast states of a subtask when the snapshot began. Always dispose it, whether it was written or not.</summary>
internal sealed class BroadcastSnapshot(IReadOnlyList<TableSnapshot> tables) : IDisposable
{
    /// <summary>Writes the snapshot, on any thread.</summary>
    public Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken) =>
        files.WriteAsync(BroadcastStore.FileName, (stream, token) => BlockFile.WriteAsync(tables, stream, token), cancellationToken);

    public void Dispose()
    {
        foreach (var table in tables)
            table.End();
    }
}
