using System.Numerics;
using System.Runtime.CompilerServices;

namespace StateGen.Backends.Memory.Collections;

/// <content>Finding entries.</content>
internal sealed partial class MapBlocks<TMapKey, TMapKeyCodec, TValue, THead>
{
    // Often, a record reads an entry and then writes it.
    private int _lastFound;

    /// <summary>Finds the position of a key; -1 if it has no entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ref THead head, in TMapKey key)
    {
        if (head.SizeClass >= MapSize.FirstTagged)
            return FindTagged(in head, in key);
        int count = head.Count;
        ref var entries = ref Entries(ref head);
        if (_lastFound < count && TMapKeyCodec.Equals(in Unsafe.Add(ref entries, _lastFound).Key, in key))
            return _lastFound;
        return IsComparedAtOnce ? FindAtOnce(ref entries, count, in key) : FindOneByOne(ref entries, count, in key);
    }

    // Keys that fit into a register are all compared: where a search ends is random, and the branch would often be predicted wrong.
    private static bool IsComparedAtOnce
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !RuntimeHelpers.IsReferenceOrContainsReferences<TMapKey>() && Unsafe.SizeOf<TMapKey>() <= sizeof(long);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindAtOnce(ref MapEntry<TMapKey, TValue> entries, int count, in TMapKey key)
    {
        var matches = 0u;
        for (var position = 0; position < count; position++)
            matches |= (uint)Unsafe.BitCast<bool, byte>(TMapKeyCodec.Equals(in Unsafe.Add(ref entries, position).Key, in key)) << position;
        if (matches == 0)
            return -1;
        return _lastFound = BitOperations.TrailingZeroCount(matches);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindOneByOne(ref MapEntry<TMapKey, TValue> entries, int count, in TMapKey key)
    {
        for (var position = 0; position < count; position++)
        {
            if (TMapKeyCodec.Equals(in Unsafe.Add(ref entries, position).Key, in key))
                return _lastFound = position;
        }

        return -1;
    }

    // Codecs hash to 64 well-mixed bits. The key group depends on the hash of the operator's key, not on this one, so all bits are usable here.
    private static ushort TagOf(in TMapKey key) => (ushort)TMapKeyCodec.Hash(in key);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindTagged(in THead head, in TMapKey key)
    {
        if (head.SizeClass == MapSize.Large)
            return _large[head.Block].Find(in key);
        var chunk = _blocks.ChunkOf(head.Block);
        var start = Slab<MapEntry<TMapKey, TValue>>.OffsetOf(head.Block);
        var tags = chunk.Tags.AsSpan(start, head.Count);
        var tag = TagOf(in key);
        for (var position = 0; ; position++)
        {
            var found = tags[position..].IndexOf(tag);
            if (found < 0)
                return -1;
            position += found;
            if (TMapKeyCodec.Equals(in chunk.Items[start + position].Key, in key))
                return position;
        }
    }
}
