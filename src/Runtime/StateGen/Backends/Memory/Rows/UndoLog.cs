using System.Runtime.CompilerServices;

namespace StateGen.Backends.Memory.Rows;

internal static class UndoLog
{
    /// <summary>The position before the first entry of a partition.</summary>
    public const int None = -1;
}

/// <summary>
/// The entries that were changed since a snapshot began, as they were before. Those of one partition form a chain, the last one first. One thread appends;
/// another may follow a chain from a position that was published to it.
/// </summary>
internal sealed class UndoLog<TKey, TValue>
{
    private const int ChunkBits = 12;
    private const int ChunkLength = 1 << ChunkBits;
    private const int ChunkMask = ChunkLength - 1;
    private const int SmallestChunk = 16;

    private Undo<TKey, TValue>[][] _chunks = [];
    private int _chunkCount;
    private int _count;

    public ref readonly Undo<TKey, TValue> this[int position] => ref Volatile.Read(ref _chunks)[position >> ChunkBits][position & ChunkMask];

    /// <summary>Appends an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="index">The index of its slot when the snapshot began.</param>
    /// <param name="isChanged">true if the entry had changed since the base of the snapshot.</param>
    /// <param name="previous">The position of the partition's previous entry.</param>
    /// <returns>The position of the new entry.</returns>
    public int Append(in KeyGroupSlot<TKey, TValue> entry, int index, bool isChanged, int previous)
    {
        var chunk = _count >> ChunkBits;
        if (chunk == _chunkCount)
            AddChunk();
        else if ((_count & ChunkMask) == _chunks[chunk].Length)
            GrowChunk(chunk);
        ref var undo = ref _chunks[chunk][_count & ChunkMask];
        undo.Entry = entry;
        undo.Place = isChanged ? ~index : index;
        undo.Previous = previous;
        return _count++;
    }

    /// <summary>Removes all entries. Keeps as much memory as the entries needed.</summary>
    public void Clear()
    {
        var used = (_count + ChunkMask) >> ChunkBits;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<Undo<TKey, TValue>>())
        {
            foreach (var chunk in _chunks.AsSpan(0, used))
                Array.Clear(chunk);
        }

        Array.Clear(_chunks, used, _chunkCount - used);
        _chunkCount = used;
        _count = 0;
    }

    private void AddChunk()
    {
        var chunks = _chunks;
        if (_chunkCount == chunks.Length)
            Array.Resize(ref chunks, Math.Max(4, 2 * chunks.Length));
        chunks[_chunkCount] = GC.AllocateUninitializedArray<Undo<TKey, TValue>>(_chunkCount == 0 ? SmallestChunk : ChunkLength);
        Volatile.Write(ref _chunks, chunks);
        _chunkCount++;
    }

    // Only the first chunk is small. A reader goes on with the array that it has found: what it holds does not change.
    private void GrowChunk(int chunk)
    {
        var chunks = (Undo<TKey, TValue>[][])_chunks.Clone();
        Array.Resize(ref chunks[chunk], 2 * chunks[chunk].Length);
        Volatile.Write(ref _chunks, chunks);
    }
}

/// <summary>An entry before its first change.</summary>
internal struct Undo<TKey, TValue>
{
    public KeyGroupSlot<TKey, TValue> Entry;
    public int Place;
    public int Previous;

    /// <summary>Gets the index of the entry's slot when the snapshot began.</summary>
    public readonly int Index => IsChanged ? ~Place : Place;

    public readonly bool IsChanged => Place < 0;
}
