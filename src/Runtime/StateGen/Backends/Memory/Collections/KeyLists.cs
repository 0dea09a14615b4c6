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
/// the elements that a list had, or moves them to another block, so a rollback puts the original head back. A list that became empty may keep a small block
/// for its next elements.
/// </summary>
internal sealed partial class KeyLists<TKey, TKeyCodec, T, TCodec, THead> : KeyCollections<TKey, TKeyCodec, THead>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCodec : struct, ICodec<T>
    where THead : struct, IListHead
{
    // A list that is emptied again and again would spend more time on growing to so many elements than on them.
    private const int MostKept = 32;

    private readonly Slab<T> _elements;
    private bool _existed;
    private THead _original;

    public KeyLists(MemoryStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        : base(store, descriptor, currentKey, "list") =>
        _elements = new(THead.IsTimed, firstTaggedClass: int.MaxValue, Snapshots);

    protected override long ContentBytes => _elements.SizeBytes;

    /// <summary>Appends to the current key's list.</summary>
    /// <param name="element">The element in its stored form.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(T element)
    {
        ref var head = ref BeginChange();
        if (Unsafe.IsNullRef(ref head))
            head = ref Add();
        if (head.Count == 0 || head.First + head.Count == _elements.LengthOf(head.Block))
            MakeRoom(ref head);
        var position = head.First + head.Count++;
        Unsafe.Add(ref _elements.Items(head.Block), position) = element;
        if (THead.IsTimed)
            SetWriteTimeOfLast(in head, position);
        EntryCount++;
        Store.NextListCounter();
    }

    /// <summary>Removes every element of the current key.</summary>
    public void Clear()
    {
        ref var head = ref BeginChange();
        if (Unsafe.IsNullRef(ref head) || head.Count == 0)
            return;
        MarkUnfinished();
        EntryCount -= head.Count;
        if (IsReplaced(in head))
            Free(in head);
        else
            Forget(in head, _original.Count, head.Count);
        head = default;
    }

    /// <summary>Finds the elements of the current key. They are valid until the list changes or the record ends.</summary>
    public ListElements<T> Read()
    {
        ref var head = ref Find();
        if (Unsafe.IsNullRef(ref head) || head.Count == 0)
            return new([], null, 0, 0);
        var chunk = _elements.ChunkOf(head.Block);
        return new(chunk.Items, chunk.WriteTimes, Slab<T>.OffsetOf(head.Block) + head.First, head.Count);
    }

    /// <summary>Writes the elements of a list to a snapshot. On any thread, while the snapshot is in progress.</summary>
    public void Write<TAnyKey, TAnyKeyCodec>(scoped ref KeyedBlockWriter<TAnyKey, TAnyKeyCodec> block, in TAnyKey key, in THead head)
        where TAnyKeyCodec : struct, IKeyCodec<TAnyKey>
    {
        var chunk = _elements.ChunkOf(head.Block);
        var first = Slab<T>.OffsetOf(head.Block) + head.First;
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

    protected override void PrefetchContents(int start, int end)
    {
        for (var position = start; position < end; position++)
        {
            ref var head = ref Prefetched(position);
            if (!Unsafe.IsNullRef(ref head))
                Prefetch(in head);
        }
    }

    private void Prefetch(in THead head)
    {
        if (head.Block == Slab<T>.None)
            return;
        // An element is appended behind the last one; the first ones are enumerated or moved. The processor finds the lines between by itself.
        ref var first = ref Unsafe.Add(ref _elements.Items(head.Block), head.First);
        Rows.Prefetch.Read(in first);
        Rows.Prefetch.Read(in Unsafe.Add(ref first, Math.Min(head.Count, _elements.LengthOf(head.Block) - 1)));
    }

    protected override CollectionSnapshot BeginSnapshot(KeyGroupSnapshot<TKey, TKeyCodec, THead> entries) =>
        new(new KeyedTableSnapshot<TKey, TKeyCodec, THead, Format>(OperatorId, Section, entries, new(this)), Snapshots);

    protected override void Free(in THead head)
    {
        if (head.Block != Slab<T>.None)
            _elements.Return(head.Block);
    }

    protected override void Reclaim() => _elements.Reclaim();

    protected override void ReclaimAll() => _elements.ReclaimAll();

    protected override void ReadRun(ref THead head, int count, ref MessagePackReader entries)
    {
        var before = head.Count;
        Reserve(ref head, checked(before + count));
        var chunk = _elements.ChunkOf(head.Block);
        var first = Slab<T>.OffsetOf(head.Block);
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
    private bool IsReplaced(in THead head) => head.Block != _original.Block;

    protected override void Commit(ref THead head)
    {
        if (head.Count == 0)
        {
            CommitEmpty(ref head);
            return;
        }

        if (IsReplaced(in head))
            Free(in _original);
        if (WasVacant)
            Occupy();
    }

    private bool WasVacant => _existed && _original.Count == 0;

    private void CommitEmpty(ref THead head)
    {
        if (IsReplaced(in head))
            Free(in head);
        if (!WasVacant && !TryVacate())
        {
            Free(in _original);
            RemoveFound();
            return;
        }

        head = default;
        head.Block = KeptBlock();
    }

    // A snapshot in progress may read the elements, which others would overwrite.
    private uint KeptBlock()
    {
        if (_original.Block == Slab<T>.None || _elements.LengthOf(_original.Block) > MostKept || Snapshots.Any)
        {
            Free(in _original);
            return Slab<T>.None;
        }

        _elements.Clear(_original.Block);
        return _original.Block;
    }

    protected override void Rollback(ref THead head)
    {
        EntryCount += _original.Count - head.Count;
        if (IsReplaced(in head))
            Free(in head);
        else
            Forget(in head, _original.Count, head.Count);
        if (_existed)
            head = _original;
        else
            RemoveFound();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeRoom(ref THead head)
    {
        MarkUnfinished();
        if (head.First + head.Count == _elements.LengthOf(head.Block))
            Grow(ref head);
    }

    // The new block has room for as many elements again. One of which much is free at the front is replaced by one of the same size or a smaller one, so that
    // a list from which as many elements are removed as are added does not grow.
    private void Grow(ref THead head)
    {
        var previous = head;
        Move(ref head, Math.Max(IListHead.SmallestClass, BitOperations.Log2((uint)Math.Max(head.Count, 1) * 2 - 1) + 1));
        if (IsReplaced(in previous))
            Free(in previous);
    }

    /// <summary>Makes room for a number of elements, which the list has from then on.</summary>
    private void Reserve(ref THead head, int count)
    {
        var previous = head;
        var sizeClass = IListHead.SmallestClass;
        while (1 << sizeClass < count)
            sizeClass++;
        if (_elements.LengthOf(previous.Block) < count)
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
            _elements.Copy(head.Block, head.First, block, head.Count);
        head.Block = block;
        head.First = 0;
    }

    // Clears elements that the list no longer has. A snapshot in progress may still read those that it had.
    private void Forget(in THead head, int start, int end)
    {
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<T>() || Snapshots.Any)
            return;
        for (var position = head.First + start; position < head.First + end; position++)
            Unsafe.Add(ref _elements.Items(head.Block), position) = default!;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetWriteTimeOfLast(in THead head, int position)
    {
        Unsafe.Add(ref _elements.WriteTimes(head.Block), position) = WriteTime;
        CountWrite();
    }

    private readonly struct Format(KeyLists<TKey, TKeyCodec, T, TCodec, THead> lists) : IEntryFormat<THead>
    {
        public void Write<TAnyKey, TAnyKeyCodec>(scoped ref KeyedBlockWriter<TAnyKey, TAnyKeyCodec> block, in TAnyKey key, in THead head)
            where TAnyKeyCodec : struct, IKeyCodec<TAnyKey> =>
            lists.Write(ref block, in key, in head);
    }
}
