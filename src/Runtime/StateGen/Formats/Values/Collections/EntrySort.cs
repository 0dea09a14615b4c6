using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StateGen.Formats.Values.Collections;

/// <summary>
/// Sorts encoded entries by their bytes. Each entry gets a key of 64 bits that has the same order: the bits in which the entries differ, from their first
/// words of 8 bytes, in front of the index of the entry. A word in which all entries are equal takes no room in the key; of another word, only the range from
/// the first to the last differing bit does. So keys hold what distinguishes <c>customer-17</c> from <c>customer-204</c>, and are sorted as numbers. Entries
/// that their keys do not distinguish are compared in full. A word may extend beyond the end of its entry, because no MessagePack value is the beginning of
/// another one: entries differ before one of them ends.
/// </summary>
internal static class EntrySort
{
    private const int WordLength = sizeof(ulong);
    private const int WordBits = 64;
    private const int MostOnStack = 32;
    private const int BytesOnStack = 512;
    private const int ShortLength = 32;
    private const int ShortRun = 16;

    // So many bits for each bit of the index that few of the entries have equal ones by chance.
    private const int BitsPerIndexBit = 4;

    /// <summary>The number of bytes that must follow the entries in their buffer.</summary>
    public const int Spare = ShortLength;

    /// <summary>Sorts entries in place. Allocates a comparer, once, if many entries have equal keys.</summary>
    /// <param name="buffer">The entries, and at least <see cref="Spare"/> unused bytes, whose content may change.</param>
    /// <param name="starts">The start of each entry, and the end of the last one; longer arrays are cut.</param>
    /// <param name="count">The number of entries, at least two.</param>
    [SkipLocalsInit]
    public static void Sort(Span<byte> buffer, int[] starts, int count)
    {
        // Words are read without a check: each begins inside an entry.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(starts[count], buffer.Length - Spare, nameof(starts));
        var rented = count > MostOnStack ? ArrayPool<ulong>.Shared.Rent(count) : null;
        var keys = (rented ?? stackalloc ulong[MostOnStack])[..count];
        CreateKeys(buffer, starts.AsSpan(0, count + 1), keys);
        if (!IsAscending(keys))
            Sort(buffer, starts, keys);
        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);
    }

    [SkipLocalsInit]
    private static void Sort(Span<byte> buffer, int[] starts, Span<ulong> keys)
    {
        var indexBits = IndexBits(keys.Length);
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (keys[i] << indexBits) | (uint)i;
        keys.Sort();
        var length = starts[keys.Length] + Spare;
        var rented = length > BytesOnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var entries = (rented ?? stackalloc byte[BytesOnStack])[..length];
        buffer[..length].CopyTo(entries);
        SortTies(entries, rented, starts, keys, indexBits);
        Arrange(entries, starts, keys, (1UL << indexBits) - 1, buffer);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static int IndexBits(int count) => WordBits - BitOperations.LeadingZeroCount((ulong)count - 1);

    // Takes words until the keys have bits enough to distinguish most entries. Bits behind the end of an entry cannot matter.
    private static void CreateKeys(ReadOnlySpan<byte> buffer, ReadOnlySpan<int> starts, Span<ulong> keys)
    {
        keys.Clear();
        var room = WordBits - IndexBits(keys.Length);
        var enough = Math.Max(0, room - (IndexBits(keys.Length) * BitsPerIndexBit));
        var depth = 0;
        do
        {
            room -= AppendWord(buffer[depth..], starts[..^1], keys, room);
            depth += WordLength;
        }
        while (room > enough && depth < ShortestLength(starts));
    }

    // Appends the differing range of a word of each entry to the keys, and returns the number of bits that it took.
    private static int AppendWord(ReadOnlySpan<byte> buffer, ReadOnlySpan<int> starts, Span<ulong> keys, int room)
    {
        ref var bytes = ref MemoryMarshal.GetReference(buffer);
        var first = BigEndian.ReadUInt64(in bytes);
        var differing = 0UL;
        foreach (var start in starts)
            differing |= BigEndian.ReadUInt64(in Unsafe.Add(ref bytes, start)) ^ first;
        if (differing == 0)
            return 0;
        var left = BitOperations.LeadingZeroCount(differing);
        var width = Math.Min(room, WordBits - left - BitOperations.TrailingZeroCount(differing));
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (keys[i] << width) | ((BigEndian.ReadUInt64(in Unsafe.Add(ref bytes, starts[i])) << left) >> (WordBits - width));
        return width;
    }

    private static int ShortestLength(ReadOnlySpan<int> starts)
    {
        var shortest = int.MaxValue;
        for (var i = 1; i < starts.Length; i++)
            shortest = Math.Min(shortest, starts[i] - starts[i - 1]);
        return shortest;
    }

    private static bool IsAscending(ReadOnlySpan<ulong> keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i - 1] >= keys[i])
                return false;
        }

        return true;
    }

    // Sorts each run of entries whose keys differ only in the index. There may be very many runs, so none of them allocates.
    private static void SortTies(ReadOnlySpan<byte> entries, byte[]? rented, int[] starts, Span<ulong> keys, int indexBits)
    {
        Comparison<ulong>? byBytes = null;
        for (int start = 0, end; start < keys.Length; start = end)
        {
            for (end = start + 1; end < keys.Length && (keys[end] ^ keys[start]) >> indexBits == 0;)
                end++;
            if (end - start > ShortRun)
                keys[start..end].Sort(byBytes ??= ByBytes(rented ?? entries.ToArray(), starts, (1UL << indexBits) - 1));
            else if (end - start > 1)
                SortShortRun(entries, starts, keys[start..end], (1UL << indexBits) - 1);
        }
    }

    private static Comparison<ulong> ByBytes(byte[] entries, int[] starts, ulong indexMask) =>
        (x, y) => EntryOf(x, entries, starts, indexMask).SequenceCompareTo(EntryOf(y, entries, starts, indexMask));

    // An insertion sort, which needs no comparer.
    private static void SortShortRun(ReadOnlySpan<byte> entries, ReadOnlySpan<int> starts, Span<ulong> keys, ulong indexMask)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var key = keys[i];
            var entry = EntryOf(key, entries, starts, indexMask);
            var position = i;
            for (; position > 0 && entry.SequenceCompareTo(EntryOf(keys[position - 1], entries, starts, indexMask)) < 0; position--)
                keys[position] = keys[position - 1];
            keys[position] = key;
        }
    }

    private static ReadOnlySpan<byte> EntryOf(ulong key, ReadOnlySpan<byte> entries, ReadOnlySpan<int> starts, ulong indexMask)
    {
        var index = (int)(key & indexMask);
        return entries[starts[index]..starts[index + 1]];
    }

    // Writes the entries in the order of their keys.
    private static void Arrange(ReadOnlySpan<byte> entries, ReadOnlySpan<int> starts, ReadOnlySpan<ulong> keys, ulong indexMask, Span<byte> target)
    {
        var position = 0;
        foreach (var key in keys)
        {
            var start = starts[(int)(key & indexMask)];
            var length = starts[(int)(key & indexMask) + 1] - start;

            // A copy of constant length is cheaper. What it copies too much is written over by the next entry, or stands in the unused rest.
            if (length <= ShortLength)
                entries.Slice(start, ShortLength).CopyTo(target.Slice(position, ShortLength));
            else
                entries.Slice(start, length).CopyTo(target[position..]);
            position += length;
        }
    }
}
