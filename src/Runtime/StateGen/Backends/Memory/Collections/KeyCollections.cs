using StateGen.Backends.Memory.Rows;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// The collections of one state, a collection per key; a key whose collection is empty is not in the table once the record is over. Clearing
/// detaches the collection, so that undoing a record that cleared costs nothing: the original is put back. Undoing what a
/// record did to the original itself is its owner's matter. Not thread-safe.
/// </summary>
internal sealed class KeyCollections<TKey, TKeyCodec, TCollection>(StateStore store, CurrentKey<TKey> currentKey, Func<TCollection> create)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCollection : class, IKeyCollection
{
    private const int MostSpare = 64;
    private const int LargestSpare = 16;

    // CurrentKey counts its epochs up from 0.
    private const long NoEpoch = -1;

    private readonly Stack<TCollection> _spare = new();
    private TCollection? _current;
    private long _currentEpoch = NoEpoch;
    private bool _isTouched;
    private TCollection? _original;
    private TKey _touchedKey = default!;
    private ulong _touchedHash;

    /// <summary>Every key's collection.</summary>
    public KeyGroupTable<TKey, TKeyCodec, TCollection> Table { get; } = new(store.Options);

    /// <summary>The current key's collection before the record changed it; null when there was none, or nothing has changed.</summary>
    public TCollection? Original => _original;

    /// <summary>The current key's collection, or null.</summary>
    public TCollection? Find()
    {
        if (_currentEpoch == currentKey.Epoch)
            return _current;
        ref var partition = ref Table.PartitionOf(currentKey.Hash);
        var index = partition.Find(in currentKey.Value, currentKey.Hash);
        _current = index >= 0 ? partition.Slot(index).Value : null;
        _currentEpoch = currentKey.Epoch;
        return _current;
    }

    /// <summary>Called before a collection of the current key is changed.</summary>
    public void BeginChange()
    {
        if (_isTouched)
            return;
        store.MarkUncommitted();
        _original = Find();
        _touchedKey = currentKey.Value;
        _touchedHash = currentKey.Hash;
        _isTouched = true;
    }

    /// <summary>The current key's collection, created when there is none. After <see cref="BeginChange"/>.</summary>
    public TCollection FindOrAdd()
    {
        if (Find() is { } found)
            return found;
        _current = Create();
        Table.Add(in currentKey.Value, currentKey.Hash, in _current);
        return _current;
    }

    /// <summary>Takes the current key's collection away.</summary>
    public void Detach()
    {
        BeginChange();
        if (Find() is not { } detached)
            return;
        RemoveKey(in currentKey.Value, currentKey.Hash);
        _current = null;
        if (detached != _original)
            Recycle(detached);
    }

    /// <summary>Puts a collection under a key, replacing what is there; for restoring.</summary>
    public TCollection FindOrAdd(in TKey key, ulong hash)
    {
        ref var partition = ref Table.PartitionOf(hash);
        var index = partition.Find(in key, hash);
        if (index >= 0)
            return partition.Slot(index).Value;
        var created = Create();
        Table.Add(in key, hash, in created);
        return created;
    }

    /// <summary>Makes the changes to the current key's collection permanent.</summary>
    public void Commit()
    {
        if (!_isTouched)
            return;
        if (_original is not null && _original != _current)
            Recycle(_original);
        if (_current is { Count: 0 })
            RemoveEmpty(_current);
        EndChange();
    }

    /// <summary>Puts the original back, whose own changes were undone already.</summary>
    public void Rollback()
    {
        if (!_isTouched)
            return;
        if (_current is not null && _current != _original)
            RemoveEmpty(_current);
        if (_original is { Count: > 0 } && _current != _original)
            Table.Add(in _touchedKey, _touchedHash, in _original);
        if (_original is { Count: 0 } && _current == _original)
            RemoveEmpty(_original);
        EndChange();
    }

    /// <summary>Reuses a collection that is in no table any more.</summary>
    public void Recycle(TCollection collection)
    {
        if (_spare.Count >= MostSpare || collection.Capacity > LargestSpare)
            return;
        collection.Clear();
        _spare.Push(collection);
    }

    private TCollection Create() => _spare.TryPop(out var spare) ? spare : create();

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
}

/// <summary>The entries or elements that one state has under one key.</summary>
internal interface IKeyCollection
{
    /// <summary>Their number, expired or not.</summary>
    int Count { get; }

    /// <summary>The number that fits without growing.</summary>
    int Capacity { get; }

    /// <summary>Removes all of them and keeps the memory.</summary>
    void Clear();
}
