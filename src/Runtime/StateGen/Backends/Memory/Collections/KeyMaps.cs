using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

// In the snapshot file an entry is:
//   encoded map key (binary) ‖ EntryHeader ‖ value

/// <summary>The maps of one state.</summary>
internal sealed class KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    StateStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    : KeyCollections<TKey, TKeyCodec, EntryMap<TMapKey, TMapKeyCodec, TValue>>(store, descriptor, currentKey, "map")
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private readonly List<MapChange<TMapKey, TValue>> _changes = [];

    /// <summary>Writes an entry of the current key's map.</summary>
    /// <param name="key">The map key in normal form.</param>
    /// <param name="value">The value in its stored form.</param>
    public void Put(in TMapKey key, TValue value)
    {
        BeginChange();
        var map = FindOrAdd();
        var position = map.Find(in key);
        RecordChange(map, position, in key);
        if (position < 0)
            map.Add(in key, value, WriteTime);
        else
            map.Replace(position, value, WriteTime);
        CountWrite();
    }

    /// <summary>Removes an entry as part of the record.</summary>
    public void RemoveAt(EntryMap<TMapKey, TMapKeyCodec, TValue> map, int position)
    {
        BeginChange();
        RecordChange(map, position, in map[position].Key);
        map.RemoveAt(position);
    }

    protected override int EntrySizeBytes => Unsafe.SizeOf<KeyValuePair<TMapKey, TValue>>() + (IsTimed ? sizeof(long) : 0);

    protected override EntryMap<TMapKey, TMapKeyCodec, TValue> CreateNew() => new(IsTimed);

    protected override void UndoChanges(EntryMap<TMapKey, TMapKeyCodec, TValue> original)
    {
        for (var i = _changes.Count - 1; i >= 0; i--)
            Undo(original, _changes[i]);
    }

    protected override void ForgetChanges() => _changes.Clear();

    protected override int RemoveExpired(EntryMap<TMapKey, TMapKeyCodec, TValue> map)
    {
        var steps = map.Count;
        for (var position = map.Count - 1; position >= 0; position--)
        {
            if (IsExpired(map.WrittenAt(position)))
                map.RemoveAt(position);
        }

        return steps;
    }

    protected override void WriteRun(ref KeyedBlockWriter<TKey, TKeyCodec> block, EntryMap<TMapKey, TMapKeyCodec, TValue> map, int start, int end)
    {
        for (var position = start; position < end; position++)
        {
            block.WriteKey<TMapKey, TMapKeyCodec>(in map[position].Key);
            block.WriteHeader(SchemaNumber, map.WrittenAt(position));
            TValueCodec.Write(ref block.Entries, in map[position].Value);
        }
    }

    protected override void ReadRun(EntryMap<TMapKey, TMapKeyCodec, TValue> map, int count, ref MessagePackReader entries)
    {
        for (var remaining = count; remaining > 0; remaining--)
        {
            var key = KeyedBlock.ReadKey<TMapKey, TMapKeyCodec>(ref entries);
            var value = KeyedBlock.ReadEntry<TValue, TValueCodec>(Migrations, ref entries, out var writtenAt);
            map.Add(in key, value, writtenAt);
        }
    }

    // Changes to a map that the record itself created are not tracked: a rollback removes the whole map.
    private void RecordChange(EntryMap<TMapKey, TMapKeyCodec, TValue> map, int position, in TMapKey key)
    {
        if (map != Original)
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
            map.Replace(position, change.Value!, change.WrittenAt ?? 0);
    }
}

/// <summary>The content of a map entry before the current record changed it, for a rollback.</summary>
internal readonly record struct MapChange<TMapKey, TValue>(TMapKey Key, bool Existed, TValue? Value, long? WrittenAt);
