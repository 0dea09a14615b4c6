using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <summary>One sorted map state in memory.</summary>
internal sealed class MemorySortedMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    KeySortedMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> maps, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    : SortedMapTable<TMapKey, TValue>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    public override bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        key = Normalize(key);
        ref var head = ref maps.Find();
        if (TryFind(ref head, in key, out var position) && (!maps.IsTimed || maps.TryRead(ref head, position)))
        {
            if (maps.IsTimed)
                head = ref maps.Find();
            value = TValueCodec.HandOut(maps.Blocks.Run(in head, position.Run)[position.Index].Value);
            return true;
        }

        value = default;
        return false;
    }

    public override void Put(TMapKey key, TValue value)
    {
        key = Normalize(key);
        maps.Put(in key, TValueCodec.Normalize(value));
    }

    public override bool Remove(TMapKey key)
    {
        key = Normalize(key);
        ref var head = ref maps.Find();
        if (!TryFind(ref head, in key, out var position) || (maps.IsTimed && maps.ForgetExpired(ref head, position)))
            return false;
        maps.RemoveAt(position);
        return true;
    }

    public override void Clear() => maps.Clear();

    public override long Count() => Count(default);

    public override bool IsEmpty(in MapKeyRange<TMapKey> range)
    {
        var walk = Walk(in range, isDescending: false);
        return !walk.MoveToLive();
    }

    public override long Count(in MapKeyRange<TMapKey> range) => Walk(in range, isDescending: false).Count();

    public override bool TryGetFirst(in MapKeyRange<TMapKey> range, bool isDescending, out KeyValuePair<TMapKey, TValue> entry)
    {
        var walk = Walk(in range, isDescending);
        var found = walk.MoveNext();
        entry = found ? walk.Current : default;
        return found;
    }

    public override long RemoveRange(in MapKeyRange<TMapKey> range)
    {
        var walk = Walk(in range, isDescending: false);
        var removed = 0L;
        for (; walk.MoveToRemoved(); removed++)
            walk.RemoveCurrent();
        return removed;
    }

    public override MapTableCursor<TMapKey, TValue> OpenCursor(in MapKeyRange<TMapKey> range, bool isDescending) =>
        new MemorySortedMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(Walk(in range, isDescending));

    internal override bool TryRead(in MapKeyRange<TMapKey> range, out MapEntries<TMapKey, TValue> entries)
    {
        ref var head = ref maps.Find();
        var runCount = Unsafe.IsNullRef(ref head) ? 0 : maps.Blocks.RunCount(in head);
        if (maps.IsTimed || runCount > 1)
        {
            entries = default;
            return false;
        }

        entries = runCount == 0 ? new([], 0, 0) : Walk(in range, isDescending: false).ReadRun(maps.Blocks.Run(in head, 0));
        return true;
    }

    internal override TValue HandOut(TValue value) => TValueCodec.HandOut(value);

    private static TMapKey Normalize(TMapKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TMapKeyCodec.Normalize(key);
    }

    private bool TryFind(ref MapHead head, in TMapKey key, out SortedPosition position)
    {
        position = default;
        return !Unsafe.IsNullRef(ref head) && maps.Blocks.Find(in head, in key, out position);
    }

    private SortedMapWalk<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> Walk(in MapKeyRange<TMapKey> range, bool isDescending) =>
        new(maps, new(range.LowerBound, Bound(range.LowerBound, range.Lower), range.UpperBound, Bound(range.UpperBound, range.Upper)), isDescending);

    private static TMapKey Bound(MapKeyBound bound, TMapKey key) => bound == MapKeyBound.None ? default! : Normalize(key);
}

/// <summary>A cursor over a range of a sorted map in memory.</summary>
internal sealed class MemorySortedMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    SortedMapWalk<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> walk) : MapTableCursor<TMapKey, TValue>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private SortedMapWalk<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> _walk = walk;
    private KeyValuePair<TMapKey, TValue> _current;

    public override KeyValuePair<TMapKey, TValue> Current => _current;

    public override bool MoveNext()
    {
        var moved = _walk.MoveNext();
        if (moved)
            _current = _walk.Current;
        return moved;
    }

    public override void RemoveCurrent() => _walk.RemoveCurrent();
}
