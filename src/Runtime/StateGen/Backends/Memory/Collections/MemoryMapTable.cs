using System.Diagnostics.CodeAnalysis;
using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

// The entries of section "map/NAME" (or "map@GENERATION/NAME": StateMigrationTable) in the snapshot file; a key's map may be spread over several of them:
//   encoded key (binary) ‖ array of n runs, each: encoded map key (binary) ‖ EntryHeader ‖ value

/// <summary>One map state in memory.</summary>
internal sealed class MemoryMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> : MapTable<TMapKey, TValue>, IMemoryTable
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private const int LongestRun = 256;

    private readonly StateStore _store;
    private readonly long? _timeToLive;
    private readonly KeyCollections<TKey, TKeyCodec, EntryMap<TMapKey, TMapKeyCodec, TValue>> _maps;
    private readonly List<MapChange<TMapKey, TValue>> _changes = [];
    private readonly EntryMigrationTable _migrations;
    private ExpirySweep _sweep;

    public MemoryMapTable(StateStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        : base(descriptor, currentKey)
    {
        _store = store;
        _timeToLive = descriptor.TimeToLive;
        var isTimed = _timeToLive is not null;
        _maps = new(store, currentKey, () => new(isTimed));
        _migrations = store.Options.Migrations.OfState(descriptor.Name);
        Section = store.Options.Migrations.StorageNameOf("map", '/', descriptor.Name);
    }

    public string Section { get; }

    public override bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        key = Normalize(key);
        value = default;
        if (_maps.Find() is not { } map)
            return false;
        var position = map.Find(in key);
        if (position < 0 || IsExpired(map, position))
            return false;
        value = TValueCodec.HandOut(map[position].Value);
        return true;
    }

    public override void Put(TMapKey key, TValue value)
    {
        key = Normalize(key);
        value = TValueCodec.Normalize(value);
        _maps.BeginChange();
        var map = _maps.FindOrAdd();
        var position = map.Find(in key);
        RecordChange(map, position, in key);
        Put(map, position, in key, value);
        _sweep.CountWrite();
    }

    public override bool Remove(TMapKey key)
    {
        key = Normalize(key);
        if (_maps.Find() is not { } map)
            return false;
        var position = map.Find(in key);
        if (position < 0 || IsExpired(map, position))
            return false;
        RemoveAt(map, position);
        return true;
    }

    public override void Clear() => _maps.Detach();

    public override long Count()
    {
        var map = _maps.Find();
        return map is null ? 0 : _timeToLive is null ? map.Count : CountLive(map);
    }

    public override bool IsEmpty()
    {
        if (_maps.Find() is not { } map)
            return true;
        for (var position = 0; position < map.Count; position++)
        {
            if (!IsExpired(map, position))
                return false;
        }

        return true;
    }

    public override MapTableCursor<TMapKey, TValue> OpenCursor() =>
        new MemoryMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(this, _maps.Find());

    public long CountEntries()
    {
        var count = 0L;
        for (var partition = 0; partition < _maps.Table.PartitionCount; partition++)
        {
            ref var group = ref _maps.Table.Partition(partition);
            for (var index = 0; index < group.Capacity; index++)
                count += group.IsOccupied(index) ? group.Slot(index).Value.Count : 0;
        }

        return count;
    }

    public void Commit()
    {
        _changes.Clear();
        _maps.Commit();
    }

    public void Rollback()
    {
        for (var i = _changes.Count - 1; i >= 0; i--)
            Undo(_maps.Original!, _changes[i]);
        _changes.Clear();
        _maps.Rollback();
    }

    public void RemoveExpired()
    {
        if (_timeToLive is null)
            return;
        while (_sweep.TryNext(_maps.Table, out var partition, out var index))
            RemoveExpired(ref _maps.Table.Partition(partition), index);
    }

    public void WriteTo(BlockFile file)
    {
        for (var partition = 0; partition < _maps.Table.PartitionCount; partition++)
            Write(file, partition);
    }

    public void Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var i = 0; i < header.EntryCount; i++)
        {
            var key = KeyedBlock.ReadKey<TKey, TKeyCodec>(header, _store.Options.MaxParallelism, ref entries, out var hash);
            Read(_maps.FindOrAdd(in key, hash), ref entries);
        }
    }

    /// <summary>Removes an entry as part of the record.</summary>
    internal void RemoveAt(EntryMap<TMapKey, TMapKeyCodec, TValue> map, int position)
    {
        _maps.BeginChange();
        RecordChange(map, position, in map[position].Key);
        map.RemoveAt(position);
    }

    internal bool IsExpired(EntryMap<TMapKey, TMapKeyCodec, TValue> map, int position) =>
        _timeToLive is { } timeToLive && TimeToLive.IsExpired(map.WrittenAt(position), timeToLive, _store.Clock.Now);

    private static TMapKey Normalize(TMapKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TMapKeyCodec.Normalize(key);
    }

    private void Put(EntryMap<TMapKey, TMapKeyCodec, TValue> map, int position, in TMapKey key, TValue value)
    {
        var writtenAt = _timeToLive is null ? 0 : _store.Clock.Now;
        if (position < 0)
        {
            map.Add(in key, value, writtenAt);
            return;
        }

        map[position].Value = value;
        map.SetWrittenAt(position, writtenAt);
    }

    // What happens to a map that the record itself created needs no undoing: the whole map goes.
    private void RecordChange(EntryMap<TMapKey, TMapKeyCodec, TValue> map, int position, in TMapKey key)
    {
        if (map != _maps.Original)
            return;
        _changes.Add(position < 0
            ? new(key, Existed: false, default, WrittenAt: null)
            : new(key, Existed: true, map[position].Value, map.WrittenAt(position)));
    }

    private static void Undo(EntryMap<TMapKey, TMapKeyCodec, TValue> map, in MapChange<TMapKey, TValue> change)
    {
        var position = map.Find(change.Key);
        if (!change.Existed)
            map.RemoveAt(position);
        else if (position < 0)
            map.Add(change.Key, change.Value!, change.WrittenAt ?? 0);
        else
            Replace(map, position, change);
    }

    private static void Replace(EntryMap<TMapKey, TMapKeyCodec, TValue> map, int position, in MapChange<TMapKey, TValue> change)
    {
        map[position].Value = change.Value!;
        map.SetWrittenAt(position, change.WrittenAt ?? 0);
    }

    private long CountLive(EntryMap<TMapKey, TMapKeyCodec, TValue> map)
    {
        var live = 0L;
        for (var position = 0; position < map.Count; position++)
            live += IsExpired(map, position) ? 0 : 1;
        return live;
    }

    private void RemoveExpired(ref KeyGroupPartition<TKey, TKeyCodec, EntryMap<TMapKey, TMapKeyCodec, TValue>> partition, int index)
    {
        var map = partition.Slot(index).Value;
        _sweep.Charge(map.Count);
        for (var position = map.Count - 1; position >= 0; position--)
        {
            if (IsExpired(map, position))
                map.RemoveAt(position);
        }

        if (map.Count > 0)
            return;
        _maps.Table.RemoveAt(ref partition, index);
        _maps.Recycle(map);
        _sweep.StepBack();
    }

    private void Write(BlockFile file, int partition)
    {
        var block = new KeyedBlockWriter<TKey, TKeyCodec>(file, Section, _maps.Table.KeyGroupOf(partition));
        ref var group = ref _maps.Table.Partition(partition);
        for (var index = 0; index < group.Capacity; index++)
        {
            if (group.IsOccupied(index))
                Write(ref block, in group.Slot(index));
        }

        block.Dispose();
    }

    private void Write(ref KeyedBlockWriter<TKey, TKeyCodec> block, in KeyGroupSlot<TKey, EntryMap<TMapKey, TMapKeyCodec, TValue>> slot)
    {
        for (var start = 0; start < slot.Value.Count; start += LongestRun)
        {
            var end = Math.Min(slot.Value.Count, start + LongestRun);
            block.WriteKey(in slot.Key);
            block.Entries.WriteArrayHeader(end - start);
            for (var position = start; position < end; position++)
                Write(ref block, slot.Value, position);
            block.EndEntry();
        }
    }

    private void Write(ref KeyedBlockWriter<TKey, TKeyCodec> block, EntryMap<TMapKey, TMapKeyCodec, TValue> map, int position)
    {
        block.WriteKey<TMapKey, TMapKeyCodec>(in map[position].Key);
        block.WriteHeader(_store.Options.SchemaNumber, map.WrittenAt(position));
        TValueCodec.Write(ref block.Entries, in map[position].Value);
    }

    private void Read(EntryMap<TMapKey, TMapKeyCodec, TValue> map, ref MessagePackReader entries)
    {
        for (var remaining = entries.ReadArrayHeader(); remaining > 0; remaining--)
        {
            var key = KeyedBlock.ReadKey<TMapKey, TMapKeyCodec>(ref entries);
            var value = KeyedBlock.ReadEntry<TValue, TValueCodec>(_migrations, ref entries, out var writtenAt);
            map.Add(in key, value, writtenAt);
        }
    }
}

/// <summary>Walks a map from its last entry to its first, because removing moves the last entry into the gap. Expired entries
/// are passed over and left to the sweep: another walk of the same map may be under way.</summary>
internal sealed class MemoryMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    MemoryMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> table, EntryMap<TMapKey, TMapKeyCodec, TValue>? map)
    : MapTableCursor<TMapKey, TValue>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private KeyValuePair<TMapKey, TValue> _current;
    private int _position = map?.Count ?? 0;

    public override KeyValuePair<TMapKey, TValue> Current => _current;

    public override bool MoveNext()
    {
        while (--_position >= 0)
        {
            if (table.IsExpired(map!, _position))
                continue;
            _current = new(map![_position].Key, TValueCodec.HandOut(map[_position].Value));
            return true;
        }

        return false;
    }

    public override void RemoveCurrent() => table.RemoveAt(map!, _position);
}

/// <summary>What stood in a map entry before the current record changed it, for undoing.</summary>
internal readonly record struct MapChange<TMapKey, TValue>(TMapKey Key, bool Existed, TValue? Value, long? WrittenAt);
