using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

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
