using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

// The format of an entry of section "KIND/NAME" (or "KIND@GENERATION/NAME", see StateMigrationTable) in the snapshot file. The collection of a key may be
// divided among several consecutive entries:
//   encoded key (binary) ‖ array of n elements or entries, n > 0

/// <summary>
/// The collections of one state in memory, one for each key. The table holds a head per key, a struct that says where the contents are. A key whose collection
/// became empty may keep an empty head, because keys often get elements again. A derived class tracks the record's changes and undoes them. Not thread-safe.
/// </summary>
internal abstract partial class KeyCollections<TKey, TKeyCodec, THead> : IMemoryTable, IPrefetchedTable
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where THead : struct
{
    /// <summary>The number of elements or entries of a key that are written as one entry of the snapshot file.</summary>
    protected const int LongestRun = 256;

    private readonly MemoryStore _store;
    private readonly CurrentKey<TKey> _currentKey;
    private readonly KeyGroupTable<TKey, TKeyCodec, THead> _table;

    // At most one key in so many has an empty head, so that the table grows little for them.
    private const int LiveToVacant = 4;

    private readonly int _number;
    private long _touchedRecord = NoEpoch;
    private bool _isUnfinished;
    private long _vacantCount;
    private ExpirySweep _sweep;

    // With the collection that the sweep visits.
    private CollectionProgress _progress;

    /// <param name="store">The store of the subtask.</param>
    /// <param name="descriptor">The state.</param>
    /// <param name="currentKey">The operator's current key.</param>
    /// <param name="kind">The first part of the name of the section.</param>
    protected KeyCollections(MemoryStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey, string kind)
    {
        _store = store;
        _currentKey = currentKey;
        Ttl = new(descriptor, store.Clock);
        _table = new(store.Options, store.FastPaths.AlignedSlots) { UsesHugePages = store.FastPaths.HugePages };
        Migrations = store.Options.Migrations.OfState(descriptor.Name);
        Section = store.Options.Migrations.StorageNameOf(kind, '/', descriptor.Name);
        _number = store.Add(this);
    }

    public string Section { get; }

    protected string OperatorId => _store.Options.OperatorId;

    /// <summary>Gets a value indicating whether entries expire.</summary>
    public bool IsTimed => Ttl.Milliseconds is not null;

    /// <summary>Gets the time to live of entries.</summary>
    public EntryTtl Ttl { get; }

    bool IMemoryTable.CanExpire => IsTimed;

    protected MemoryStore Store => _store;

    /// <summary>Gets the snapshots of the table that are in progress.</summary>
    protected SnapshotsInProgress Snapshots { get; } = new();

    /// <summary>Gets a value indicating whether the record has changed the collection of its key.</summary>
    protected bool IsTouched
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _touchedRecord == _store.RecordNumber;
    }

    /// <summary>Gets the migrations of entries.</summary>
    protected EntryMigrationTable Migrations { get; }

    /// <summary>Gets the number of the schema that entries are written with.</summary>
    protected int SchemaNumber => Store.Options.SchemaNumber;

    /// <summary>Gets the last-write timestamp for an entry that is written now; 0 if entries do not expire.</summary>
    protected long WriteTime => Ttl.WriteTime;

    /// <summary>Gets or sets the number of entries of all keys. The current record may not be counted yet.</summary>
    protected long EntryCount { get; set; }

    /// <summary>Gets the size in bytes of the contents, without the objects that entries refer to.</summary>
    protected abstract long ContentBytes { get; }

    /// <summary>Determines whether an entry has expired.</summary>
    /// <param name="writtenAt">The last-write timestamp of the entry; it has no meaning if entries do not expire.</param>
    public bool IsExpired(long writtenAt) => Ttl.IsExpired(writtenAt);

    /// <summary>Determines whether an entry has expired by a time.</summary>
    protected bool IsExpired(long writtenAt, long now) => Ttl.IsExpired(writtenAt, now);

    public long CountEntries()
    {
        var count = 0L;
        for (var partition = 0; partition < _table.PartitionCount; partition++)
        {
            ref var group = ref _table.Partition(partition);
            for (var index = 0; index < group.Capacity; index++)
                count += group.IsOccupied(index) ? CountOf(in group.Slot(index).Value) : 0;
        }

        return count;
    }

    public StateStatistics ReadStatistics() => new() { Entries = EntryCount, SizeBytes = _table.SizeBytes + ContentBytes };

    /// <summary>Makes the changes to the collection of the key that the record has changed permanent.</summary>
    public void Commit()
    {
        _isUnfinished = false;
        ref var head = ref Find();
        if (!Unsafe.IsNullRef(ref head))
            Commit(ref head);
    }

    /// <summary>Restores the original collection of the key that the record has changed.</summary>
    public void Rollback()
    {
        _isUnfinished = false;
        ref var head = ref Find();
        if (!Unsafe.IsNullRef(ref head))
            Rollback(ref head);
    }

    public bool RemoveExpired(bool isIdle)
    {
        Reclaim();
        if (Ttl.Milliseconds is not { } timeToLive)
            return false;
        var now = Ttl.Now;
        _sweep.BeginSlice(_table.SlotCount + EntryCount, isIdle);
        _sweep.PayForTime(_table.SlotCount + EntryCount, timeToLive, now);
        while (_sweep.TryNext(_table, out var partition, out var index))
            RemoveExpired(ref _table.Partition(partition), index, now);
        return _sweep.IsBehind;
    }

    public TableSnapshot BeginSnapshot()
    {
        var entries = _table.BeginSnapshot();
        ReclaimAll();
        Snapshots.Begin();
        return BeginSnapshot(entries);
    }

    public void Reserve(int keyGroup, int entryCount) => _table.Reserve(keyGroup, entryCount);

    public void Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var i = 0; i < header.EntryCount; i++)
        {
            var key = KeyedBlock.ReadKey<TKey, TKeyCodec>(header, Store.Options.MaxParallelism, ref entries, out var hash);
            var length = ReadRunLength(ref entries);
            ref var partition = ref _table.PartitionOf(hash);
            var index = partition.Find(in key, hash);
            ref var head = ref (index >= 0 ? ref partition.Slot(index).Value : ref _table.Add(in key, hash, default));
            var before = CountOf(in head);
            ReadRun(ref head, length, ref entries);
            EntryCount += CountOf(in head) - before;
        }
    }

    /// <summary>Gets the number of entries of a collection, including expired ones.</summary>
    protected abstract int CountOf(in THead head);

    /// <summary>Prefetches what heads refer to.</summary>
    /// <param name="start">The position of the first record, for <see cref="Prefetched"/>.</param>
    /// <param name="end">The position after the last one.</param>
    protected abstract void PrefetchContents(int start, int end);

    /// <summary>Ends the record's changes of a collection, for which it has called <see cref="MarkUnfinished"/>.</summary>
    protected abstract void Commit(ref THead head);

    /// <summary>Undoes the record's changes of a collection, which <see cref="RemoveFound"/> removes if the record has added it.</summary>
    protected abstract void Rollback(ref THead head);

    /// <summary>Creates the writer of a snapshot that has begun.</summary>
    /// <param name="entries">The heads.</param>
    protected abstract CollectionSnapshot BeginSnapshot(KeyGroupSnapshot<TKey, TKeyCodec, THead> entries);

    /// <summary>Visits entries of a collection up to the first expired one.</summary>
    /// <param name="head">The head.</param>
    /// <param name="now">The time.</param>
    /// <param name="progress">How far the sweep has come.</param>
    /// <returns>true if an entry has expired, or there is memory to give back; false if not, or not as far as the step has come.</returns>
    protected abstract bool FindExpired(ref THead head, long now, ref CollectionProgress progress);

    /// <summary>Removes expired entries of a collection, whose head the snapshot in progress has kept, from where one was found on.</summary>
    /// <param name="head">The head.</param>
    /// <param name="now">The time.</param>
    /// <param name="progress">How far the sweep has come.</param>
    protected abstract void RemoveExpired(ref THead head, long now, ref CollectionProgress progress);

    /// <summary>Frees what the head of an empty collection refers to.</summary>
    protected abstract void Free(in THead head);

    /// <summary>Makes memory free that was retained for a snapshot. Called between records.</summary>
    protected abstract void Reclaim();

    /// <summary>Makes all of it free, in constant time. Called before a snapshot begins, because nothing becomes free while one is in progress.</summary>
    protected abstract void ReclaimAll();

    /// <summary>Adds the entries of a run.</summary>
    protected abstract void ReadRun(ref THead head, int count, ref MessagePackReader entries);

    /// <summary>Calls an action for every head.</summary>
    protected void ForEach(HeadAction<THead> action)
    {
        for (var partition = 0; partition < _table.PartitionCount; partition++)
        {
            ref var group = ref _table.Partition(partition);
            for (var index = 0; index < group.Capacity; index++)
            {
                if (group.IsOccupied(index))
                    action(ref group.Slot(index).Value);
            }
        }
    }

    /// <summary>Counts a write, which gives the expiry sweep one more step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void CountWrite() => _sweep.CountWrite();

    /// <summary>Begins the record's changes of the current key's collection. Once in a record, before its first change.</summary>
    /// <returns>The head, which the snapshot in progress has kept; a null reference if the key has no collection.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref THead Touch()
    {
        _store.MarkTouched(_number);
        _touchedRecord = _store.RecordNumber;
        if (_foundEpoch != _currentKey.Epoch || _foundVersion != _table.Version)
            Locate();
        var index = _foundIndex;
        if (index < 0)
            return ref Unsafe.NullRef<THead>();
        _table.BeginChange(ref _table.Partition(_foundPartition), index);
        return ref Found();
    }

    /// <summary>Announces that the record's changes of the collection must be ended when it commits, not only forgotten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void MarkUnfinished()
    {
        if (_isUnfinished)
            return;
        _isUnfinished = true;
        _store.MarkUnfinished(_number);
    }

    /// <summary>Adds an empty collection for the current key, which has none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected ref THead Add()
    {
        _table.Add(in _currentKey.Value, _currentKey.Hash, default);
        return ref Find();
    }

    /// <summary>Keeps the empty collection of the current key, which <see cref="Find"/> has found, or removes the key.</summary>
    protected void RemoveOrVacate()
    {
        if (!TryVacate())
            RemoveFound();
    }

    /// <summary>Counts a collection that has become empty, unless its key should be removed.</summary>
    /// <returns>true if the empty collection may stay; false if its key should be removed.</returns>
    protected bool TryVacate()
    {
        // The slot of a key costs no memory until the table grows; an object that a key refers to does.
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>() || (_vacantCount + 1) * LiveToVacant > _table.Count)
            return false;
        _vacantCount++;
        return true;
    }

    /// <summary>Counts a collection that was empty before the record and is not empty now.</summary>
    protected void Occupy() => _vacantCount--;

    /// <summary>Removes the current key, which <see cref="Find"/> has found.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected void RemoveFound() => _table.RemoveAt(ref _table.Partition(_foundPartition), _foundIndex);

    // Nothing has ever written a collection without content, and the table must not hold one.
    private static int ReadRunLength(ref MessagePackReader entries) =>
        entries.ReadArrayHeader() is var length and > 0
            ? length
            : throw new SerializationFormatException("A block has a collection without elements or entries.");

    private void RemoveExpired(ref KeyGroupPartition<TKey, TKeyCodec, THead> partition, int index, long now)
    {
        ref var head = ref partition.Slot(index).Value;
        var before = CountOf(in head);
        if (_progress.Position == 0)
            _progress.FirstCount = before;
        _progress.Cost = 0;
        if (FindExpired(ref head, now, ref _progress))
        {
            _table.BeginChange(ref partition, index);
            RemoveExpired(ref head, now, ref _progress);
        }

        var after = CountOf(in head);
        EntryCount += after - before;
        _sweep.Pay(_progress.Cost);
        _sweep.CountRemovals(before - after);
        if (after == 0 && before > 0)
        {
            Free(in head);
            _table.RemoveAt(ref partition, index);
            _progress.Position = 0;
            _sweep.StepBack();
        }
        else if (_progress.Position > 0)
        {
            _sweep.StepBack();
        }
    }
}

/// <summary>A table that is looked up by the key of the record.</summary>
internal interface IPrefetchedTable
{
    /// <summary>Prefetches the entries of the keys of the next records.</summary>
    /// <param name="hashes">The stable hashes of the keys.</param>
    /// <param name="position">The position of the first record in its batch.</param>
    void Prefetch(ReadOnlySpan<ulong> hashes, int position);
}

/// <summary>An action on the head of a collection.</summary>
internal delegate void HeadAction<THead>(ref THead head);
