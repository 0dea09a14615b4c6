using System.Diagnostics.CodeAnalysis;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Broadcast;

/// <summary>The entries of one broadcast state of a subtask, without their types.</summary>
internal abstract class BroadcastTable
{
    /// <summary>Gets the section of the snapshot that holds the table.</summary>
    public abstract string Section { get; }

    public abstract int Count { get; }

    /// <summary>Makes the changes since the last commit permanent.</summary>
    public abstract void Commit();

    /// <summary>Undoes the changes since the last commit.</summary>
    public abstract void Rollback();

    /// <summary>Takes a snapshot, in constant time.</summary>
    public abstract TableSnapshot BeginSnapshot();

    /// <summary>Adds the entries of a block of the snapshot.</summary>
    public abstract void Read(in BlockHeader header, ref MessagePackReader entries);
}

/// <summary>The entries of one broadcast state of a subtask.</summary>
internal abstract class BroadcastTable<TMapKey, TValue>(BroadcastStore store, string stateName) : BroadcastTable
    where TMapKey : notnull
{
    public string StateName => stateName;

    public string OperatorId => store.Options.OperatorId;

    protected BroadcastStore Store => store;

    public abstract bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value);

    /// <exception cref="StateGenException">No broadcast event is being processed.</exception>
    public abstract void Put(TMapKey key, TValue value);

    /// <exception cref="StateGenException">No broadcast event is being processed.</exception>
    public abstract bool Remove(TMapKey key);

    /// <exception cref="StateGenException">No broadcast event is being processed.</exception>
    public abstract void Clear();

    public abstract IEnumerator<KeyValuePair<TMapKey, TValue>> Enumerate();
}

/// <summary>
/// The entries in one dictionary, which snapshots share: as long as one of them is not written, the first change continues on a copy. A change is undone from a
/// log of what was there before.
/// </summary>
internal sealed class BroadcastTable<TMapKey, TMapKeyCodec, TValue, TValueCodec>(BroadcastStore store, string stateName)
    : BroadcastTable<TMapKey, TValue>(store, stateName)
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private readonly EntryMigrationTable _migrations = store.Options.Migrations.OfState(stateName);
    private readonly List<Change> _changes = [];
    private SharedEntries<TMapKey, TValue> _entries = new(NewEntries());
    private long _version;

    public override string Section { get; } = store.Options.Migrations.StorageNameOf("broadcast", ':', stateName);

    public override int Count => _entries.Values.Count;

    public override bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_entries.Values.TryGetValue(TMapKeyCodec.Normalize(key), out value))
            return false;
        value = TValueCodec.HandOut(value);
        return true;
    }

    public override void Put(TMapKey key, TValue value)
    {
        var (normalKey, normalValue) = (TMapKeyCodec.Normalize(key), TValueCodec.Normalize(value));
        BeginChange();
        LogEntry(normalKey);
        _entries.Values[normalKey] = normalValue;
    }

    public override bool Remove(TMapKey key)
    {
        var normalKey = TMapKeyCodec.Normalize(key);
        Store.RequireWritable(StateName);
        if (!_entries.Values.ContainsKey(normalKey))
            return false;
        BeginChange();
        LogEntry(normalKey);
        return _entries.Values.Remove(normalKey);
    }

    public override void Clear()
    {
        Store.RequireWritable(StateName);
        _version++;
        _changes.Add(new(default!, null, _entries));
        _entries = new(NewEntries());
    }

    public override IEnumerator<KeyValuePair<TMapKey, TValue>> Enumerate()
    {
        var version = _version;
        // The dictionary that was current at the beginning does not change while the version is the same.
        foreach (var (key, value) in _entries.Values)
        {
            yield return new(key, TValueCodec.HandOut(value));
            if (version != _version)
            {
                throw new InvalidOperationException(
                    $"Broadcast state '{StateName}' of operator '{OperatorId}' was modified while it was enumerated. Copy the entries first.");
            }
        }
    }

    public override void Commit() => _changes.Clear();

    public override void Rollback()
    {
        if (_changes.Count == 0)
            return;
        _version++;
        for (var index = _changes.Count - 1; index >= 0; index--)
            Undo(_changes[index]);
        _changes.Clear();
    }

    public override TableSnapshot BeginSnapshot() =>
        new BroadcastTableSnapshot<TMapKey, TMapKeyCodec, TValue, TValueCodec>(OperatorId, Section, Store.Options.SchemaNumber, _entries);

    public override void Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var remaining = header.EntryCount; remaining > 0; remaining--)
        {
            var key = KeyedBlock.ReadKey<TMapKey, TMapKeyCodec>(ref entries);
            var value = KeyedBlock.ReadEntry<TValue, TValueCodec>(_migrations, ref entries, out _);
            if (!_entries.Values.TryAdd(key, value))
                throw new SerializationFormatException($"Broadcast state '{StateName}' has two entries for '{key}'.");
        }
    }

    private static Dictionary<TMapKey, TValue> NewEntries() => new(KeyComparer<TMapKey, TMapKeyCodec>.Instance);

    private void BeginChange()
    {
        Store.RequireWritable(StateName);
        _version++;
        Own();
    }

    private void Own()
    {
        if (_entries.IsShared)
            _entries = new(new(_entries.Values, KeyComparer<TMapKey, TMapKeyCodec>.Instance));
    }

    private void LogEntry(TMapKey key) =>
        _changes.Add(new(key, _entries.Values.TryGetValue(key, out var value) ? new(value) : null, null));

    private void Undo(in Change change)
    {
        if (change.Cleared is { } cleared)
        {
            _entries = cleared;
            return;
        }

        // A snapshot may have begun only between events, so what this event has changed is not shared; what it has cleared may be.
        Own();
        if (change.Before is { } before)
            _entries.Values[change.Key] = before.Value;
        else
            _entries.Values.Remove(change.Key);
    }

    /// <summary>One change of the current event.</summary>
    /// <param name="Key">The key of the entry; undefined if all entries were removed.</param>
    /// <param name="Before">The value before; null if there was no entry.</param>
    /// <param name="Cleared">The entries before all were removed; null for a change of one entry.</param>
    private readonly record struct Change(TMapKey Key, ValueBefore? Before, SharedEntries<TMapKey, TValue>? Cleared);

    private readonly record struct ValueBefore(TValue Value);
}

/// <summary>Entries that the table and the snapshots of them share. The table changes them only while no snapshot reads them.</summary>
internal sealed class SharedEntries<TMapKey, TValue>(Dictionary<TMapKey, TValue> values)
    where TMapKey : notnull
{
    private int _readers;

    public Dictionary<TMapKey, TValue> Values => values;

    /// <summary>Gets a value indicating whether a snapshot reads the entries. Only the thread of the table adds readers.</summary>
    public bool IsShared => Volatile.Read(ref _readers) > 0;

    public void AddReader() => Interlocked.Increment(ref _readers);

    /// <summary>Removes a reader, on any thread.</summary>
    public void RemoveReader() => Interlocked.Decrement(ref _readers);
}

/// <summary>Writes the entries that a broadcast state had when the snapshot began, in no particular order.</summary>
internal sealed class BroadcastTableSnapshot<TMapKey, TMapKeyCodec, TValue, TValueCodec> : TableSnapshot
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    // Only the blocks of one part are in memory.
    private const int EntriesOfPart = 4096;

    private readonly string _operatorId;
    private readonly string _section;
    private readonly int _schemaNumber;
    // Null when the snapshot has ended. The checkpoint keeps the snapshot longer, and the table may go on with a copy.
    private SharedEntries<TMapKey, TValue>? _entries;
    private Dictionary<TMapKey, TValue>.Enumerator _rest;

    public BroadcastTableSnapshot(string operatorId, string section, int schemaNumber, SharedEntries<TMapKey, TValue> entries)
    {
        _operatorId = operatorId;
        _section = section;
        _schemaNumber = schemaNumber;
        _entries = entries;
        entries.AddReader();
        _rest = entries.Values.GetEnumerator();
    }

    public override int PartCount => ((_entries?.Values.Count ?? 0) + EntriesOfPart - 1) / EntriesOfPart;

    public override void Write(int part, BlockFile file)
    {
        var writer = new KeyedBlockWriter<TMapKey, TMapKeyCodec>(file, _section, BroadcastStore.KeyGroup);
        try
        {
            for (var remaining = EntriesOfPart; remaining > 0 && _rest.MoveNext(); remaining--)
                Write(ref writer, _rest.Current.Key, _rest.Current.Value);
            writer.Flush();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public override void End()
    {
        if (Interlocked.Exchange(ref _entries, null) is not { } entries)
            return;
        _rest = default;
        entries.RemoveReader();
    }

    private void Write(ref KeyedBlockWriter<TMapKey, TMapKeyCodec> writer, in TMapKey key, in TValue value)
    {
        try
        {
            writer.WriteKey(in key);
            writer.WriteHeader(_schemaNumber, writtenAt: null);
            TValueCodec.Write(ref writer.Entries, in value);
            writer.EndEntry();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever the codec throws, the checkpoint fails with the key, by which the entry can be found.
            throw new StateWriteException(_operatorId, key, exception);
        }
    }
}

/// <summary>Compares keys in normal form as their encoded bytes would be.</summary>
internal sealed class KeyComparer<TKey, TKeyCodec> : IEqualityComparer<TKey>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    public static KeyComparer<TKey, TKeyCodec> Instance { get; } = new();

    public bool Equals(TKey? x, TKey? y) => TKeyCodec.Equals(x!, y!);

    // The stable hash, because two objects that are the same key may have different hash codes of their own.
    public int GetHashCode(TKey obj)
    {
        var hash = TKeyCodec.Hash(in obj);
        return (int)(hash ^ (hash >> 32));
    }
}
