using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <summary>One map state in memory.</summary>
internal sealed class MemoryMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>(
    KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead> maps, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    : MapTable<TMapKey, TValue>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
    where THead : struct, IMapHead
{
    // The copies of entries that are in a head. A map that changes while it is enumerated stops the enumeration, so those of one head are enough.
    private readonly MapEntry<TMapKey, TValue>[] _inlineEntries = new MapEntry<TMapKey, TValue>[InlineMapEntries<MapEntry<TMapKey, TValue>>.Length];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        key = Normalize(key);
        ref var head = ref maps.Find();
        if (TryFind(ref head, in key, out var position) && !(maps.IsTimed && !maps.TryRead(ref head, position)))
        {
            if (maps.IsTimed)
                head = ref maps.Find();
            value = TValueCodec.HandOut(maps.Blocks.Value(ref head, position));
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

    public override long Count()
    {
        ref var head = ref maps.Find();
        return Unsafe.IsNullRef(ref head) ? 0 : maps.IsTimed ? CountLive(ref head, long.MaxValue) : maps.Blocks.Count(in head);
    }

    public override bool IsEmpty()
    {
        ref var head = ref maps.Find();
        return Unsafe.IsNullRef(ref head) || (maps.IsTimed ? CountLive(ref head, 1) : maps.Blocks.Count(in head)) == 0;
    }

    public override MapTableCursor<TMapKey, TValue> OpenCursor() =>
        new MemoryMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>(maps);

    internal override bool TryRead(out MapEntries<TMapKey, TValue> entries)
    {
        ref var head = ref maps.Find();
        var isAdjacent = !maps.IsTimed && (Unsafe.IsNullRef(ref head) || head.SizeClass != MapSize.Large);
        entries = isAdjacent ? Read(ref head) : default;
        return isAdjacent;
    }

    internal override TValue HandOut(TValue value) => TValueCodec.HandOut(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TMapKey Normalize(TMapKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TMapKeyCodec.Normalize(key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFind(ref THead head, in TMapKey key, out int position)
    {
        position = Unsafe.IsNullRef(ref head) ? -1 : maps.Blocks.Find(ref head, in key);
        return position >= 0;
    }

    private MapEntries<TMapKey, TValue> Read(ref THead head)
    {
        if (Unsafe.IsNullRef(ref head) || head.Count == 0)
            return new(_inlineEntries, 0, 0);
        if (head.SizeClass == MapSize.NoBlock)
        {
            MemoryMarshal.CreateReadOnlySpan(ref maps.Blocks.Entries(ref head), head.Count).CopyTo(_inlineEntries);
            return new(_inlineEntries, 0, head.Count);
        }

        var array = maps.Blocks.ArrayOf(in head, out var start);
        return new(array, start, head.Count);
    }

    private long CountLive(ref THead head, long most)
    {
        var live = 0L;
        var end = maps.Blocks.EndOf(ref head);
        for (var position = maps.Blocks.Previous(ref head, end, end);
            position >= 0 && live < most;
            position = maps.Blocks.Previous(ref head, position, end))
        {
            live += maps.IsExpired(maps.Blocks.WrittenAt(ref head, position)) ? 0 : 1;
        }

        return live;
    }
}

/// <summary>
/// Enumerates a map from its last entry to its first, because removing an entry moves later entries into the gap. Expired entries
/// are skipped but not removed, because another enumeration of the same map may be in progress; the expiry sweep removes them.
/// </summary>
internal sealed class MemoryMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead> : MapTableCursor<TMapKey, TValue>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
    where THead : struct, IMapHead
{
    private readonly KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead> _maps;
    private readonly int _end;
    private KeyValuePair<TMapKey, TValue> _current;
    private int _position;

    public MemoryMapCursor(KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead> maps)
    {
        _maps = maps;
        ref var head = ref maps.Find();
        _end = Unsafe.IsNullRef(ref head) ? -1 : maps.Blocks.EndOf(ref head);
        _position = _end;
    }

    public override KeyValuePair<TMapKey, TValue> Current => _current;

    public override bool MoveNext()
    {
        if (_position < 0)
            return false;
        ref var head = ref _maps.Find();
        do
            _position = _maps.Blocks.Previous(ref head, _position, _end);
        while (_position >= 0 && _maps.IsTimed && !_maps.TryRead(ref head, _position));
        if (_position < 0)
            return false;
        head = ref _maps.Find();
        _current = new(_maps.Blocks.Key(ref head, _position), TValueCodec.HandOut(_maps.Blocks.Value(ref head, _position)));
        return true;
    }

    public override void RemoveCurrent() => _maps.RemoveAt(_position);
}
