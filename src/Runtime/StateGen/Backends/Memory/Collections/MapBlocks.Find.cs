using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

/// <content>Finding entries.</content>
internal sealed partial class MapBlocks<TMapKey, TMapKeyCodec, TValue, THead>
{
    private int _lastFound;

    /// <summary>Finds the position of a key; -1 if it has no entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ref THead head, in TMapKey key)
    {
        if (head.SizeClass >= MapSize.FirstTagged)
            return FindTagged(in head, in key);
        if (IsComparedWhole)
            return FindWhole(ref head, in key);
        int count = head.Count;
        ref var entries = ref Entries(ref head);
        return IsComparedAtOnce ? FindAtOnce(ref entries, count, in key) : FindOneByOne(ref entries, count, in key);
    }

    /// <summary>The same as <see cref="Find"/>, faster where the key was found just before: often, a record reads an entry and then writes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindAgain(ref THead head, in TMapKey key)
    {
        if (head.SizeClass < MapSize.FirstTagged && _lastFound < head.Count
            && TMapKeyCodec.Equals(in Unsafe.Add(ref Entries(ref head), _lastFound).Key, in key))
            return _lastFound;
        return Find(ref head, in key);
    }

    // Keys that fit into a register are all compared: where a search ends is random, and the branch would often be predicted wrong.
    private static bool IsComparedAtOnce
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !RuntimeHelpers.IsReferenceOrContainsReferences<TMapKey>() && Unsafe.SizeOf<TMapKey>() <= sizeof(long);
    }

    // Three entries are in a head, and four or eight in a block: so many are compared, because their number is random, too. What is read behind the last entry
    // means nothing, which only a codec that takes every value can be given.
    private static bool IsComparedWhole
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HasInlineEntries
            && (typeof(TMapKeyCodec) == typeof(IntegerKeyCodec<long>) || typeof(TMapKeyCodec) == typeof(IntegerKeyCodec<ulong>)
                || typeof(TMapKeyCodec) == typeof(IntegerKeyCodec<int>) || typeof(TMapKeyCodec) == typeof(IntegerKeyCodec<uint>));
    }

    // Of keys and values of 8 bytes, a vector holds two entries. Every other bit of a comparison is that of a value, which is ignored.
    private static bool AreVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated && Unsafe.SizeOf<TMapKey>() == sizeof(long)
            && Unsafe.SizeOf<MapEntry<TMapKey, TValue>>() == 2 * sizeof(long) && !RuntimeHelpers.IsReferenceOrContainsReferences<TValue>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindWhole(ref THead head, in TMapKey key)
    {
        int count = head.Count;
        var matches = head.SizeClass == MapSize.NoBlock
            ? CompareInline(ref Unsafe.As<THead, InlineMapHead<MapEntry<TMapKey, TValue>>>(ref head).Entries.First, in key)
            : CompareBlock(ref _blocks.Items(head.Block), count, in key);
        matches &= AreVectors ? ((1u << (2 * count)) - 1) & 0x5555 : (1u << count) - 1;
        if (matches == 0)
            return -1;
        return _lastFound = BitOperations.TrailingZeroCount(matches) / (AreVectors ? 2 : 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint CompareInline(ref MapEntry<TMapKey, TValue> entries, in TMapKey key) =>
        AreVectors
            ? CompareTwo(ref entries, in key) | (CompareTwo(ref Unsafe.Add(ref entries, 1), in key) << 2)
            : Compare(ref entries, 0, in key) | Compare(ref entries, 1, in key) | Compare(ref entries, 2, in key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint CompareBlock(ref MapEntry<TMapKey, TValue> entries, int count, in TMapKey key)
    {
        var matches = CompareFour(ref entries, in key);
        if (count > 4)
            matches |= CompareFour(ref Unsafe.Add(ref entries, 4), in key) << (AreVectors ? 8 : 4);
        return matches;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint CompareFour(ref MapEntry<TMapKey, TValue> entries, in TMapKey key) =>
        AreVectors
            ? CompareTwo(ref entries, in key) | (CompareTwo(ref Unsafe.Add(ref entries, 2), in key) << 4)
            : CompareInline(ref entries, in key) | Compare(ref entries, 3, in key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint CompareTwo(ref MapEntry<TMapKey, TValue> entries, in TMapKey key) =>
        Vector256.Equals(
                Vector256.LoadUnsafe(ref Unsafe.As<MapEntry<TMapKey, TValue>, long>(ref entries)),
                Vector256.Create(Unsafe.As<TMapKey, long>(ref Unsafe.AsRef(in key))))
            .ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Compare(ref MapEntry<TMapKey, TValue> entries, int position, in TMapKey key) =>
        (uint)Unsafe.BitCast<bool, byte>(TMapKeyCodec.Equals(in Unsafe.Add(ref entries, position).Key, in key)) << position;

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
