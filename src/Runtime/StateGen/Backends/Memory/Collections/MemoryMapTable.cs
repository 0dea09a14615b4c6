using System.Diagnostics.CodeAnalysis;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <summary>One map state in memory.</summary>
internal sealed class MemoryMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> maps, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    : MapTable<TMapKey, TValue>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    public override bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!TryFind(key, out var map, out var position))
        {
            value = default;
            return false;
        }

        value = TValueCodec.HandOut(map[position].Value);
        return true;
    }

    public override void Put(TMapKey key, TValue value)
    {
        key = Normalize(key);
        maps.Put(in key, TValueCodec.Normalize(value));
    }

    public override bool Remove(TMapKey key)
    {
        if (!TryFind(key, out var map, out var position))
            return false;
        maps.RemoveAt(map, position);
        return true;
    }

    public override void Clear() => maps.Detach();

    public override long Count()
    {
        var map = maps.Find();
        return map is null ? 0 : maps.IsTimed ? CountLive(map) : map.Count;
    }

    public override bool IsEmpty() => maps.IsEmpty();

    public override MapTableCursor<TMapKey, TValue> OpenCursor() =>
        new MemoryMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(maps, maps.Find());

    private static TMapKey Normalize(TMapKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TMapKeyCodec.Normalize(key);
    }

    private bool TryFind(TMapKey key, [NotNullWhen(true)] out EntryMap<TMapKey, TMapKeyCodec, TValue>? map, out int position)
    {
        key = Normalize(key);
        map = maps.Find();
        position = map?.Find(in key) ?? -1;
        return map is not null && position >= 0 && !maps.IsExpired(map.WrittenAt(position));
    }

    private long CountLive(EntryMap<TMapKey, TMapKeyCodec, TValue> map)
    {
        var live = 0L;
        for (var position = 0; position < map.Count; position++)
            live += maps.IsExpired(map.WrittenAt(position)) ? 0 : 1;
        return live;
    }
}

/// <summary>
/// Enumerates a map from its last entry to its first, because removing an entry moves the last entry into the gap. Expired entries
/// are skipped but not removed, because another enumeration of the same map may be in progress; the expiry sweep removes them.
/// </summary>
internal sealed class MemoryMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> maps, EntryMap<TMapKey, TMapKeyCodec, TValue>? map)
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
            if (maps.IsExpired(map!.WrittenAt(_position)))
                continue;
            _current = new(map![_position].Key, TValueCodec.HandOut(map[_position].Value));
            return true;
        }

        return false;
    }

    public override void RemoveCurrent() => maps.RemoveAt(map!, _position);
}
