using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StateGen.Backends.Memory.Collections;

// A block has 2^c items, where c is its size class, from 1. Its number is chunk << 16 | offset of its first item in the chunk | 2^(c - 1): the offset is a
// multiple of 2^c, so the lowest bit tells the class. A block of more than 2^16 items has a chunk of its own, and no such bit. There is no chunk 0, and so no
// block 0. A chunk holds blocks of one class only. Its arrays never move, and are released only while no snapshot is in progress, so another thread can read
// blocks while the owner rents others.
// The reader of a snapshot reads blocks that were in use when the snapshot began: those that are returned in the meantime are retained, with their items, until
// no snapshot is in progress. When most blocks of a class are free, the chunks of which none is in use are released.

/// <summary>
/// The blocks that the collections of one table are stored in. Taking and returning allocate nothing once enough blocks are free. Used by one thread, while
/// another may read blocks for a snapshot.
/// </summary>
/// <param name="isTimed">Whether items have last-write timestamps.</param>
/// <param name="firstTaggedClass">The smallest size class whose items have tags.</param>
/// <param name="snapshots">The snapshots of the table that are in progress.</param>
internal sealed class Slab<T>(bool isTimed, int firstTaggedClass, SnapshotsInProgress snapshots)
{
    /// <summary>The highest size class. Larger arrays are not possible.</summary>
    public const int HighestClass = 30;

    /// <summary>The number of no block.</summary>
    public const uint None = 0;

    private const int OffsetBits = 16;
    private const int OffsetMask = (1 << OffsetBits) - 1;
    private const int SmallestChunk = 64;
    private const int LargestChunk = 1 << OffsetBits;
    private const int ReclaimedAtOnce = 64;

    // Chunks are released when so many items of a class are free, and so many times as many blocks as are in use. It costs a visit of each free block, so it is
    // not repeated before half of the blocks that were left are free, too.
    private const int LeastFreeItems = 1 << 12;
    private const int UsedToFree = 3;

    private readonly SizeClass[] _classes = new SizeClass[HighestClass + 1];
    private ChunkPlace[] _chunks = new ChunkPlace[1];
    private int _chunkCount = 1;
    private BlockStack _releasedNumbers;

    /// <summary>Gets the size in bytes of the arrays, without the objects that items refer to.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Gets the first item of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ref T Items(uint block)
    {
        if (SlabChunk<T>.IsPinned)
            return ref Unsafe.AddByteOffset(ref Unsafe.AsRef<T>((void*)_chunks[block >> OffsetBits].FirstItem), (nint)OffsetOf(block) * Unsafe.SizeOf<T>());
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(ChunkOf(block).Items), OffsetOf(block));
    }

    /// <summary>Gets the last-write timestamp of a block's first item. Only if items have timestamps.</summary>
    public ref long WriteTimes(uint block) => ref ChunkOf(block).WriteTimes![OffsetOf(block)];

    /// <summary>Gets the tags of a block's items. Only if the size class has tags.</summary>
    public Span<ushort> Tags(uint block) => ChunkOf(block).Tags.AsSpan(OffsetOf(block), LengthOf(block));

    /// <summary>Gets the chunk of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SlabChunk<T> ChunkOf(uint block) => _chunks[block >> OffsetBits].Chunk!;

    /// <summary>Gets the index of a block's first item in the arrays of its chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OffsetOf(uint block)
    {
        var marked = (int)block & OffsetMask;
        return marked & (marked - 1);
    }

    /// <summary>Gets the number of items of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LengthOf(uint block)
    {
        var marked = (int)block & OffsetMask;
        return marked != 0 ? (marked & -marked) << 1 : LengthOfLarge(block);
    }

    /// <summary>Gets a block, whose items are undefined.</summary>
    public uint Rent(int sizeClass)
    {
        var block = Take(sizeClass);
        _classes[sizeClass].Used++;
        ChunkOf(block).Used++;
        return block;
    }

    private uint Take(int sizeClass)
    {
        ref var blocks = ref _classes[sizeClass];
        if (blocks.Free.TryPop(out var block))
            return block;
        if (!snapshots.Any)
        {
            blocks.Free.TakeAll(ref blocks.Retained);
            if (blocks.Free.TryPop(out block))
                return block;
        }

        if (blocks.Next == blocks.End)
            AddChunk(sizeClass);
        block = ((uint)blocks.Chunk << OffsetBits) | (uint)blocks.Next | MarkOf(sizeClass);
        blocks.Next += 1 << sizeClass;
        return block;
    }

    /// <summary>Returns a block. The caller no longer uses it; a snapshot in progress may.</summary>
    public void Return(uint block)
    {
        var chunk = ChunkOf(block);
        ref var blocks = ref _classes[chunk.SizeClass];
        blocks.Used--;
        chunk.Used--;
        if (snapshots.Any)
        {
            blocks.Retained.Push(block);
            return;
        }

        Clear(block);
        blocks.Free.Push(block);
    }

    /// <summary>Copies items of a block, with what belongs to them, to the beginning of another block.</summary>
    public void Copy(uint from, int start, uint to, int count)
    {
        var (source, target) = (ChunkOf(from), ChunkOf(to));
        var (first, targetFirst) = (OffsetOf(from) + start, OffsetOf(to));
        source.Items.AsSpan(first, count).CopyTo(target.Items.AsSpan(targetFirst));
        source.WriteTimes?.AsSpan(first, count).CopyTo(target.WriteTimes.AsSpan(targetFirst));
        if (target.Tags is not null)
            source.Tags?.AsSpan(first, count).CopyTo(target.Tags.AsSpan(targetFirst));
    }

    /// <summary>
    /// Makes blocks free that were retained for a snapshot. A few at a time where their items must be cleared, otherwise all, which takes constant time.
    /// </summary>
    public void Reclaim()
    {
        if (snapshots.Any)
            return;
        ReleaseChunks();
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            ReclaimAll();
        else
            ReclaimSome();
    }

    /// <summary>Makes all blocks free that were retained for a snapshot, in constant time. Their items are replaced when the blocks are used.</summary>
    public void ReclaimAll()
    {
        if (snapshots.Any)
            return;
        foreach (ref var blocks in _classes.AsSpan())
            blocks.Free.TakeAll(ref blocks.Retained);
    }

    private void ReleaseChunks()
    {
        for (var sizeClass = 0; sizeClass < _classes.Length; sizeClass++)
        {
            ref var blocks = ref _classes[sizeClass];
            blocks.MostUsed = Math.Max(blocks.MostUsed, blocks.Used);
            var free = blocks.Count - blocks.Used;
            if ((free << sizeClass) >= LeastFreeItems && free > UsedToFree * blocks.Used && blocks.Used <= blocks.MostUsed / 2)
                ReleaseChunks(ref blocks, sizeClass);
        }
    }

    private void ReleaseChunks(ref SizeClass blocks, int sizeClass)
    {
        var current = blocks.Next == blocks.End ? -1 : blocks.Chunk;
        var free = default(BlockStack);
        Keep(ref blocks.Free, ref free);
        Keep(ref blocks.Retained, ref free);
        for (var number = 1; number < _chunkCount; number++)
        {
            if (_chunks[number].Chunk is not { } chunk || chunk.SizeClass != sizeClass || chunk.Used > 0)
                continue;
            blocks.Count -= chunk.Items.Length >> sizeClass;
            SizeBytes -= SizeOf(chunk);
            _chunks[number] = default;
            _releasedNumbers.Push((uint)number);
            if (number == current)
                blocks.Next = blocks.End = 0;
        }

        blocks.Free = free;
        blocks.MostUsed = blocks.Used;
        if (blocks.Count == 0)
            blocks.LastChunk = 0;
    }

    // The blocks of the chunks that stay. What the items of retained blocks refer to is given up now.
    private void Keep(ref BlockStack blocks, ref BlockStack kept)
    {
        while (blocks.TryPop(out var block))
        {
            var chunk = ChunkOf(block);
            if (chunk.Used == 0)
                continue;
            Clear(block);
            kept.Push(block);
        }
    }

    private static long SizeOf(SlabChunk<T> chunk) => (long)chunk.Items.Length
        * (Unsafe.SizeOf<T>() + (chunk.WriteTimes is null ? 0 : sizeof(long)) + (chunk.Tags is null ? 0 : sizeof(ushort)));

    private void ReclaimSome()
    {
        for (var sizeClass = 0; sizeClass < _classes.Length; sizeClass++)
        {
            ref var blocks = ref _classes[sizeClass];
            for (var remaining = ReclaimedAtOnce; remaining > 0 && blocks.Retained.TryPop(out var block); remaining--)
            {
                Clear(block);
                blocks.Free.Push(block);
            }
        }
    }

    /// <summary>Gives up what the items of a block refer to. No snapshot in progress may read it.</summary>
    public void Clear(uint block)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            ChunkOf(block).Items.AsSpan(OffsetOf(block), LengthOf(block)).Clear();
    }

    /// <summary>Gets the size class of a block.</summary>
    public int SizeClassOf(uint block) => ChunkOf(block).SizeClass;

    private static uint MarkOf(int sizeClass) => sizeClass <= OffsetBits ? 1u << (sizeClass - 1) : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int LengthOfLarge(uint block) => block == None ? 0 : 1 << ChunkOf(block).SizeClass;

    // The chunks of a class double up to a limit, so that few blocks need little memory. One has at least one block.
    private void AddChunk(int sizeClass)
    {
        ref var blocks = ref _classes[sizeClass];
        var length = Math.Clamp(blocks.LastChunk * 2, SmallestChunk, LargestChunk);
        length = Math.Max(length, 1 << sizeClass);
        var number = _releasedNumbers.TryPop(out var released) ? (int)released : checked((ushort)_chunkCount);
        var chunk = new SlabChunk<T>(sizeClass, length, isTimed, sizeClass >= firstTaggedClass);
        Add(chunk, number);
        blocks.LastChunk = length;
        (blocks.Chunk, blocks.Next, blocks.End) = (number, 0, length);
        blocks.Count += length >> sizeClass;
        SizeBytes += SizeOf(chunk);
    }

    private void Add(SlabChunk<T> chunk, int number)
    {
        var chunks = _chunks;
        if (number == chunks.Length)
            Array.Resize(ref chunks, Math.Max(4, 2 * chunks.Length));
        chunks[number] = new(chunk);
        Volatile.Write(ref _chunks, chunks);
        _chunkCount = Math.Max(_chunkCount, number + 1);
    }

    // The address of the items, if they are pinned, saves two dependent reads.
    private readonly struct ChunkPlace(SlabChunk<T> chunk)
    {
        public readonly SlabChunk<T>? Chunk = chunk;
        public readonly nint FirstItem = chunk.FirstItem;
    }

    private struct SizeClass
    {
        public BlockStack Free;
        public BlockStack Retained;

        // The chunk that blocks are taken from for the first time, and the offsets of the next one and of the end.
        public int Chunk;
        public int Next;
        public int End;
        public int LastChunk;

        // The numbers of blocks: of all chunks, of those in use, and of the most that were in use since chunks were released.
        public int Count;
        public int Used;
        public int MostUsed;
    }
}

/// <summary>The arrays of a number of blocks.</summary>
internal sealed class SlabChunk<T>(int sizeClass, int length, bool isTimed, bool isTagged)
{
    public readonly int SizeClass = sizeClass;
    public readonly T[] Items = GC.AllocateUninitializedArray<T>(length, IsPinned);
    public readonly long[]? WriteTimes = isTimed ? GC.AllocateUninitializedArray<long>(length) : null;
    public readonly ushort[]? Tags = isTagged ? GC.AllocateUninitializedArray<ushort>(length) : null;

    /// <summary>The number of blocks that are in use.</summary>
    public int Used;

    /// <summary>Gets a value indicating whether the garbage collector does not move the items.</summary>
    public static bool IsPinned
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !RuntimeHelpers.IsReferenceOrContainsReferences<T>();
    }

    /// <summary>Gets the address of the first item; 0 if items are not pinned.</summary>
    public unsafe nint FirstItem => IsPinned ? (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Items)) : 0;
}

/// <summary>Counts the snapshots of a table that have not ended. The owner of the table begins them; any thread ends them.</summary>
internal sealed class SnapshotsInProgress
{
    private int _count;

    /// <summary>Gets a value indicating whether a snapshot may be read.</summary>
    public bool Any => Volatile.Read(ref _count) != 0;

    public void Begin() => Interlocked.Increment(ref _count);

    public void End() => Interlocked.Decrement(ref _count);
}
