using System.Numerics;
using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

// In the snapshot file an element is:
//   EntryHeader ‖ element

/// <summary>
/// The lists of one state. Elements are kept in the order of appending, so the counter that orders them on disk is not stored. A record only appends behind
/// the elements that a list had, or moves them to another block, so a rollback puts the original head back.
/// </summary>
internal sealed partial class KeyLists<TKey, TKeyCodec, T, TCodec, THead> : KeyCollections<TKey, TKeyCodec, THead>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCodec : struct, ICodec<T>
    where THead : struct, IListHead
{
    private readonly Slab<T> _elements;
    private bool _existed;
    private THead _original;

    public KeyLists(MemoryStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        : base(store, descriptor, currentKey, "list") =>
        _elements = new(IsTimed, firstTaggedClass: int.MaxValue, Snapshots);

    protected override long ContentBytes => _elements.SizeBytes;

    /// <summary>Appends to the current key's list.</summary>
    /// <param name="element">The element in its stored form.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(T element)
    {
        ref var head = ref BeginChange();
        if (Unsafe.IsNullRef(ref head))
            head = ref Add();
        var (first, count) = (head.First, head.Count);
        if (count == 0 || first + count == 1 << head.SizeClass)
        {
            Grow(ref head);
            first = head.First;
        }

        head.Count = count + 1;
        var (block, sizeClass) = (head.Block, head.SizeClass);
        Unsafe.Add(ref _elements.Items(block, sizeClass), first + count) = element;
        if (IsTimed)
            Unsafe.Add(ref _elements.WriteTimes(block, sizeClass), first + count) = WriteTime;
        Store.NextListCounter();
        CountWrite();
    }

    /// <summary>Removes every element of the current key.</summary>
    public void Clear()
    {
        ref var head = ref BeginChange();
        if (Unsafe.IsNullRef(ref head) || head.Count == 0)
            return;
        if (IsReplaced(in head))
            Free(in head);
        head = default;
    }

    /// <summary>Finds the elements of the current key. They are valid until the list changes or the record ends.</summary>
    public ListElements<T> Read()
    {
        ref var head = ref Find();
        if (Unsafe.IsNullRef(ref head) || head.Count == 0)
            return new([], null, 0, 0);
        var chunk = _elements.ChunkOf(head.Block);
        return new(chunk.Items, chunk.WriteTimes, Slab<T>.OffsetOf(head.Block, head.SizeClass) + head.First, head.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Commit()
    {
        if (!IsTouched)
            return;
        ref var head = ref Find();
        if (!Unsafe.IsNullRef(ref head))
            Commit(ref head);
        EndChange();
    }

    /// <summary>Writes the elements of a list to a snapshot. On any thread, while the snapshot is in progress.</summary>
    public void Write<TAnyKey, TAnyKeyCodec>(scoped ref KeyedBlockWriter<TAnyKey, TAnyKeyCodec> block, in TAnyKey key, in THead head)
        where TAnyKeyCodec : struct, IKeyCodec<TAnyKey>
    {
        var chunk = _elements.ChunkOf(head.Block);
        var first = Slab<T>.OffsetOf(head.Block, head.SizeClass) + head.First;
        for (var start = 0; start < head.Count;)
        {
            var end = Math.Min(head.Count, start + LongestRun);
            block.BeginRun(in key, end - start);
            var next = start;
            do
            {
                block.WriteHeader(SchemaNumber, chunk.WriteTimes?[first + next]);
                var length = block.Entries.Length;
                TCodec.Write(ref block.Entries, in chunk.Items[first + next]);
                StateSizeException.ThrowIfTooLarge(block.Entries.Length - length);
                next++;
            }
            while (next < end && !block.EndsRun);
            block.EndRun(next - start);
            start = next;
        }
    }

    protected override int CountOf(in THead head) => head.Count;

    protected override void PrefetchContents(ReadOnlySpan<RowLookup> found)
    {
        foreach (ref readonly var lookup in found)
        {
            if (lookup.Index >= 0)
                Prefetch(in HeadOf(in lookup));
        }
    }

    private void Prefetch(in THead head)
    {
        if (head.Count == 0)
            return;
        // An element is appended behind the last one; the first ones are enumerated or moved. The processor finds the lines between by itself.
        ref var first = ref Unsafe.Add(ref _elements.Items(head.Block, head.SizeClass), head.First);
        Rows.Prefetch.Read(in first);
        Rows.Prefetch.Read(in Unsafe.Add(ref first, head.Count - 1));
    }

    protected override CollectionSnapshot BeginSnapshot(KeyGroupSnapshot<TKey, TKeyCodec, THead> entries) =>
        new(new KeyedTableSnapshot<TKey, TKeyCodec, THead, Format>(OperatorId, Section, entries, new(this)), Snapshots);

    protected override void Free(in THead head)
    {
        if (head.Count > 0)
            _elements.Return(head.Block, head.SizeClass);
    }

    protected override void Reclaim() => _elements.Reclaim();

    protected override void ReclaimAll() => _elements.ReclaimAll();

    protected override void ReadRun(ref THead head, int count, ref MessagePackReader entries)
    {
        var before = head.Count;
        Reserve(ref head, checked(before + count));
        var chunk = _elements.ChunkOf(head.Block);
        var first = Slab<T>.OffsetOf(head.Block, head.SizeClass);
        for (var position = first + before; position < first + before + count; position++)
        {
            chunk.Items[position] = KeyedBlock.ReadEntry<T, TCodec>(Migrations, ref entries, out var writtenAt);
            if (chunk.WriteTimes is { } times)
                times[position] = writtenAt;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref THead BeginChange()
    {
        if (IsTouched)
            return ref Find();
        ref var head = ref Touch();
        _existed = !Unsafe.IsNullRef(ref head);
        _original = _existed ? head : default;
        return ref head;
    }

    /// <summary>Determines whether the record has moved the elements out of the block that they were in at its beginning.</summary>
    private bool IsReplaced(in THead head) => _original.Count == 0 || head.Count == 0 || head.Block != _original.Block;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Commit(ref THead head)
    {
        var (count, original) = (head.Count, _original.Count);
        EntryCount += count - original;
        if (IsReplaced(in head))
            Free(in _original);
        if (count == 0)
            CommitEmpty();
        else if (_existed && original == 0)
            Occupy();
    }

    private void CommitEmpty()
    {
        if (!_existed || _original.Count > 0)
            RemoveOrVacate();
    }

    protected override void Rollback(ref THead head)
    {
        if (IsReplaced(in head))
            Free(in head);
        else
            Forget(in head, _original.Count, head.Count);
        if (_existed)
            head = _original;
        else
            RemoveFound();
    }

    // The new block has room for as many elements again. One of which much is free at the front is replaced by one of the same size or a smaller one, so that
    // a list from which as many elements are removed as are added does not grow.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(ref THead head)
    {
        var previous = head;
        Move(ref head, Math.Max(IListHead.SmallestClass, BitOperations.Log2((uint)Math.Max(head.Count, 1) * 2 - 1) + 1));
        if (previous.Count > 0 && (!IsTouched || IsReplaced(in previous)))
            Free(in previous);
    }

    /// <summary>Makes room for a number of elements, which the list has from then on.</summary>
    private void Reserve(ref THead head, int count)
    {
        var previous = head;
        var sizeClass = IListHead.SmallestClass;
        while (1 << sizeClass < count)
            sizeClass++;
        if (previous.Count == 0 || sizeClass != previous.SizeClass)
        {
            Move(ref head, sizeClass);
            Free(in previous);
        }

        head.Count = count;
    }

    private void Move(ref THead head, int sizeClass)
    {
        var block = _elements.Rent(sizeClass);
        if (head.Count > 0)
            _elements.Copy(head.Block, head.SizeClass, head.First, block, sizeClass, head.Count);
        head.Block = block;
        head.SizeClass = sizeClass;
        head.First = 0;
    }

    // Clears elements that the list no longer has. A snapshot in progress may still read those that it had.
    private void Forget(in THead head, int start, int end)
    {
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<T>() || Snapshots.Any)
            return;
        for (var position = head.First + start; position < head.First + end; position++)
            Unsafe.Add(ref _elements.Items(head.Block, head.SizeClass), position) = default!;
    }

    private readonly struct Format(KeyLists<TKey, TKeyCodec, T, TCodec, THead> lists) : IEntryFormat<THead>
    {
        public void Write<TAnyKey, TAnyKeyCodec>(scoped ref KeyedBlockWriter<TAnyKey, TAnyKeyCodec> block, in TAnyKey key, in THead head)
            where TAnyKeyCodec : struct, IKeyCodec<TAnyKey> =>
            lists.Write(ref block, in key, in head);
    }
}
