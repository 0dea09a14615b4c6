using System.Collections;
using System.Diagnostics.CodeAnalysis;
using StateGen.Backends.Memory.Broadcast;

namespace StateGen;

/// <summary>
/// Represents a map that belongs to the operator and not to a key, and that is the same on every parallel subtask: each broadcast event reaches all of them. It
/// can be written only in <c>OnBroadcast</c>, and read in every callback. It is held in memory on every backend, once for each subtask, so it must fit there.
/// Keys are returned in normal form (DateTimeOffset as UTC, decimal without trailing zeros). Reading and writing an entry take constant time, except that the
/// first write while a checkpoint is being written copies the map. Not thread-safe.
/// </summary>
/// <typeparam name="TMapKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values, immutable.</typeparam>
public sealed class BroadcastState<TMapKey, TValue> : IEnumerable<KeyValuePair<TMapKey, TValue>>
    where TMapKey : notnull
{
    private readonly BroadcastTable<TMapKey, TValue> _table;

    internal BroadcastState(BroadcastTable<TMapKey, TValue> table) => _table = table;

    /// <summary>Gets or sets the value of an entry.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <exception cref="KeyNotFoundException">The value is read, and there is no such entry.</exception>
    /// <exception cref="StateGenException">The value is set outside <c>OnBroadcast</c>.</exception>
    public TValue this[TMapKey key]
    {
        get => TryGetValue(key, out var value) ? value : throw MissingKey(key);
        set => _table.Put(key, value);
    }

    /// <summary>Gets the number of entries.</summary>
    public int Count => _table.Count;

    /// <summary>Gets a value indicating whether there is no entry.</summary>
    public bool IsEmpty => _table.Count == 0;

    /// <summary>Gets the keys, enumerated lazily, in no particular order.</summary>
    public IEnumerable<TMapKey> Keys => this.Select(static entry => entry.Key);

    /// <summary>Gets the values, enumerated lazily, in the order of <see cref="Keys"/>.</summary>
    public IEnumerable<TValue> Values => this.Select(static entry => entry.Value);

    /// <summary>Gets the value of an entry if it exists.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <param name="value">The value; the default when there is no entry.</param>
    /// <returns>true if there is an entry; otherwise, false.</returns>
    public bool TryGetValue(TMapKey key, [MaybeNullWhen(false)] out TValue value) => _table.TryGet(key, out value);

    /// <summary>Gets the value of an entry, or the default when there is no entry.</summary>
    /// <param name="key">The key of the entry.</param>
    public TValue? GetValueOrDefault(TMapKey key) => _table.TryGet(key, out var value) ? value : default;

    /// <summary>Determines whether there is an entry for a key.</summary>
    /// <param name="key">The key of the entry.</param>
    public bool ContainsKey(TMapKey key) => _table.TryGet(key, out _);

    /// <summary>Removes one entry.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <returns>true if there was an entry; otherwise, false.</returns>
    /// <exception cref="StateGenException">The method is called outside <c>OnBroadcast</c>.</exception>
    public bool Remove(TMapKey key) => _table.Remove(key);

    /// <summary>Removes every entry.</summary>
    /// <exception cref="StateGenException">The method is called outside <c>OnBroadcast</c>.</exception>
    public void Clear() => _table.Clear();

    /// <summary>Enumerates the entries, in no particular order, which may differ between subtasks. A change ends the enumeration with an exception.</summary>
    /// <exception cref="InvalidOperationException">The entries have changed during the enumeration.</exception>
    public IEnumerator<KeyValuePair<TMapKey, TValue>> GetEnumerator() => _table.Enumerate();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private KeyNotFoundException MissingKey(TMapKey key) =>
        new(
            $"Broadcast state '{_table.StateName}' of operator '{_table.OperatorId}' has no entry for '{key}'. "
            + "Use TryGetValue when it may be absent: an event may arrive before the broadcast event that adds its entry.");
}
