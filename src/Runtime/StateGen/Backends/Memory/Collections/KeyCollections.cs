using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

// The format of an entry of section "KIND/NAME" (or "KIND@GENERATION/NAME", see StateMigrationTable) in the snapshot file. The collection of a key may be
// divided among several consecutive entries:
//   encoded key (binary) ‖ array of n elements or entries

/// <summary>
/// The collections of one state in memory, one for each key. After a record has ended, the table holds no empty collection. Clearing detaches the
/// collection from the table, so that a rollback only has to put the original back. A derived class tracks the record's changes to the original collection
/// and undoes them. Not thread-safe.
/// </summary>
internal abstract class KeyCollections<TKey, TKeyCodec, TCollection> : IMemoryTable
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCollection : class, IKeyCollection
{
    private const int LongestRun = 256;
    private const int MostSpare = 64;
    private const int LargestSpare = 16;

    // The epochs of CurrentKey start at 0.
    private const long NoEpoch = -1;

    private readonly CurrentKey<TKey> _currentKey;
    private readonly long? _timeToLive;
    private readonly Stack<TCollection> _spare = new();
    private TCollection? _current;
    private long _currentEpoch = NoEpoch;
    private bool _isTouched;
    private TCollection? _original;
    private int _originalCount;
    private long _entryCount;
    private TKey _touchedKey = default!;
    private ulong _touchedHash;
    private ExpirySweep _sweep;

    /// <param name="store">The store of the subtask.</param>
    /// <param name="descriptor">The state.</param>
    /// <param name="currentKey">The operator's current key.</param>
    /// <param name="kind">The first part of the name of the section.</param>
    protected KeyCollections(StateStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey, string kind)
    {
        Store = store;
        _currentKey = currentKey;
        _timeToLive = descriptor.TimeToLive;
        Table = new(store.Options);
        Migrations = store.Options.Migrations.OfState(descriptor.Name);
        Section = store.Options.Migrations.StorageNameOf(kind, '/', descriptor.Name);
    }

    public string Section { get; }

    /// <summary>Gets the collections of all keys.</summary>
    private KeyGroupTable<TKey, TKeyCodec, TCollection> Table { get; }

    /// <summary>Gets a value indicating whether entries expire.</summary>
    public bool IsTimed => _timeToLive is not null;

    /// <summary>
    /// Gets the collection that the current key had when the record first changed it; null if there was none or if the record has not changed it.
    /// </summary>
    protected TCollection? Original => _original;

    protected StateStore Store { get; }

    /// <summary>Gets the migrations of the state's entries.</summary>
    protected EntryMigrationTable Migrations { get; }

    /// <summary>Gets the number of the schema that entries are written with.</summary>
    protected int SchemaNumber => Store.Options.SchemaNumber;

    /// <summary>Gets the last-write timestamp for an entry that is written now; 0 if entries do not expire.</summary>
    protected long WriteTime => _timeToLive is null ? 0 : Store.Clock.Now;

    /// <summary>Finds the collection of the current key; null if there is none.</summary>
    public TCollection? Find()
    {
        if (_currentEpoch == _currentKey.Epoch)
            return _current;
        ref var partition = ref Table.PartitionOf(_currentKey.Hash);
        var index = partition.Find(in _currentKey.Value, _currentKey.Hash);
        _current = index >= 0 ? partition.Slot(index).Value : null;
        _currentEpoch = _currentKey.Epoch;
        return _current;
    }

    /// <summary>Prepares a change of the current key's collection. Called before each change.</summary>
    protected void BeginChange()
    {
        if (_isTouched)
            return;
        Store.MarkUncommitted();
        _original = Find();
        _originalCount = _original?.Count ?? 0;
        _touchedKey = _currentKey.Value;
        _touchedHash = _currentKey.Hash;
        _isTouched = true;
    }

    /// <summary>Finds the collection of the current key, or creates it. Called after <see cref="BeginChange"/>.</summary>
    protected TCollection FindOrAdd()
    {
        if (Find() is { } found)
            return found;
        _current = Create();
        Table.Add(in _currentKey.Value, _currentKey.Hash, in _current);
        return _current;
    }

    /// <summary>Detaches the collection of the current key from the table.</summary>
    public void Detach()
    {
        BeginChange();
        if (Find() is not { } detached)
            return;
        RemoveKey(in _currentKey.Value, _currentKey.Hash);
        _current = null;
        if (detached != _original)
            Recycle(detached);
    }

    /// <summary>Finds the collection of a key, or creates it. Used by the restore.</summary>
    private TCollection FindOrAdd(in TKey key, ulong hash)
    {
        ref var partition = ref Table.PartitionOf(hash);
        var index = partition.Find(in key, hash);
        if (index >= 0)
            return partition.Slot(index).Value;
        var created = Create();
        Table.Add(in key, hash, in created);
        return created;
    }

    /// <summary>Determines whether the current key has no live entry.</summary>
    public bool IsEmpty()
    {
        var collection = Find();
        for (var position = 0; position < collection?.Count; position++)
        {
            if (!IsExpired(collection.WrittenAt(position)))
                return false;
        }

        return true;
    }

    /// <summary>Determines whether an entry has expired.</summary>
    /// <param name="writtenAt">The last-write timestamp of the entry; null if entries do not expire.</param>
    public bool IsExpired(long? writtenAt) => _timeToLive is { } timeToLive && TimeToLive.IsExpired(writtenAt, timeToLive, Store.Clock.Now);

    /// <summary>Counts a write, which gives the expiry sweep one more step.</summary>
    protected void CountWrite() => _sweep.CountWrite();

    public long CountEntries()
    {
        var count = 0L;
        for (var partition = 0; partition < Table.PartitionCount; partition++)
        {
            ref var group = ref Table.Partition(partition);
            for (var index = 0; index < group.Capacity; index++)
                count += group.IsOccupied(index) ? group.Slot(index).Value.Count : 0;
        }

        return count;
    }

    public StateStatistics ReadStatistics() => new() { Entries = _entryCount, SizeBytes = Table.SizeBytes + (_entryCount * EntrySizeBytes) };

    /// <summary>Makes the changes to the current key's collection permanent.</summary>
    public void Commit()
    {
        if (!_isTouched)
            return;
        ForgetChanges();
        _entryCount += (_current?.Count ?? 0) - _originalCount;
        if (_original is not null && _original != _current)
            Recycle(_original);
        if (_current is { Count: 0 })
            RemoveEmpty(_current);
        EndChange();
    }

    /// <summary>Restores the original collection of the current key.</summary>
    public void Rollback()
    {
        if (!_isTouched)
            return;
        if (_original is not null)
            UndoChanges(_original);
        ForgetChanges();
        if (_current is not null && _current != _original)
            RemoveEmpty(_current);
        if (_original is { Count: > 0 } && _current != _original)
            Table.Add(in _touchedKey, _touchedHash, in _original);
        if (_original is { Count: 0 } && _current == _original)
            RemoveEmpty(_original);
        EndChange();
    }

    public void RemoveExpired()
    {
        if (!IsTimed)
            return;
        while (_sweep.TryNext(Table, out var partition, out var index))
            RemoveExpired(ref Table.Partition(partition), index);
    }

    public TableSnapshot BeginSnapshot()
    {
        var file = new BlockFile();
        for (var partition = 0; partition < Table.PartitionCount; partition++)
            Write(file, partition);
        return new WrittenTable(file);
    }

    public void Reserve(int keyGroup, int entryCount) => Table.Reserve(keyGroup, entryCount);

    public void Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var i = 0; i < header.EntryCount; i++)
        {
            var key = KeyedBlock.ReadKey<TKey, TKeyCodec>(header, Store.Options.MaxParallelism, ref entries, out var hash);
            var collection = FindOrAdd(in key, hash);
            var before = collection.Count;
            ReadRun(collection, entries.ReadArrayHeader(), ref entries);
            _entryCount += collection.Count - before;
        }
    }

    /// <summary>Gets the size in bytes of one entry, without the objects that it refers to.</summary>
    protected abstract int EntrySizeBytes { get; }

    protected abstract TCollection CreateNew();

    /// <summary>Undoes the record's changes to <see cref="Original"/>.</summary>
    protected abstract void UndoChanges(TCollection original);

    /// <summary>Clears the tracked changes to <see cref="Original"/>.</summary>
    protected abstract void ForgetChanges();

    /// <summary>Removes the expired entries of a collection.</summary>
    /// <returns>The number of steps of the expiry sweep that this used.</returns>
    protected abstract int RemoveExpired(TCollection collection);

    /// <summary>Writes the entries from one position to another, which is exclusive.</summary>
    protected abstract void WriteRun(ref KeyedBlockWriter<TKey, TKeyCodec> block, TCollection collection, int start, int end);

    /// <summary>Adds the entries of a run.</summary>
    protected abstract void ReadRun(TCollection collection, int count, ref MessagePackReader entries);

    // Keeps a collection for reuse after it has left the table.
    private void Recycle(TCollection collection)
    {
        if (_spare.Count >= MostSpare || collection.Capacity > LargestSpare)
            return;
        collection.Clear();
        _spare.Push(collection);
    }

    private TCollection Create() => _spare.TryPop(out var spare) ? spare : CreateNew();

    private void RemoveEmpty(TCollection collection)
    {
        RemoveKey(in _touchedKey, _touchedHash);
        Recycle(collection);
    }

    private void RemoveKey(in TKey key, ulong hash)
    {
        ref var partition = ref Table.PartitionOf(hash);
        Table.RemoveAt(ref partition, partition.Find(in key, hash));
    }

    private void EndChange()
    {
        _isTouched = false;
        _original = _current = null;
        _touchedKey = default!;
        _currentEpoch = NoEpoch;
    }

    private void RemoveExpired(ref KeyGroupPartition<TKey, TKeyCodec, TCollection> partition, int index)
    {
        var collection = partition.Slot(index).Value;
        var before = collection.Count;
        _sweep.Charge(RemoveExpired(collection));
        _entryCount += collection.Count - before;
        if (collection.Count > 0)
            return;
        Table.RemoveAt(ref partition, index);
        Recycle(collection);
        _sweep.StepBack();
    }

    private void Write(BlockFile file, int partition)
    {
        var block = new KeyedBlockWriter<TKey, TKeyCodec>(file, Section, Table.KeyGroupOf(partition));
        ref var group = ref Table.Partition(partition);
        for (var index = 0; index < group.Capacity; index++)
        {
            if (group.IsOccupied(index))
                Write(ref block, in group.Slot(index));
        }

        block.Flush();
        block.Dispose();
    }

    private void Write(ref KeyedBlockWriter<TKey, TKeyCodec> block, in KeyGroupSlot<TKey, TCollection> slot)
    {
        var count = slot.Value.Count;
        for (var start = 0; start < count; start += LongestRun)
        {
            var end = Math.Min(count, start + LongestRun);
            block.WriteKey(in slot.Key);
            block.Entries.WriteArrayHeader(end - start);
            WriteRun(ref block, slot.Value, start, end);
            block.EndEntry();
        }
    }
}

/// <summary>Represents the entries or elements of one state for one key.</summary>
internal interface IKeyCollection
{
    /// <summary>Gets the number of entries, including expired ones.</summary>
    int Count { get; }

    /// <summary>Gets the number of entries that fit without growing.</summary>
    int Capacity { get; }

    /// <summary>Gets the last-write timestamp of an entry; null if entries do not expire.</summary>
    long? WrittenAt(int position);

    /// <summary>Removes all entries and keeps the memory.</summary>
    void Clear();
}
