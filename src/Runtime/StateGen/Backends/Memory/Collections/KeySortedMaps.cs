using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// The sorted maps of one state. Changes of a map that existed before the record are logged by key, so that a rollback can undo them. If the record clears the
/// map, the head of that moment is kept instead, and later changes need not be logged.
/// </summary>
internal sealed class KeySortedMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> : KeyCollections<TKey, TKeyCodec, MapHead>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private const int LeafBits = 7; // A run has at most 128 entries.

    private readonly List<MapChange<TMapKey, TValue>> _changes = [];
    private int _originalCount;
    private bool _existed;
    private bool _wasVacant;
    private bool _isReplaced;
    private MapHead _replaced;

    public KeySortedMaps(MemoryStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        : base(store, descriptor, currentKey, "map") =>
        Blocks = new(IsTimed, Snapshots);

    /// <summary>Gets the entries of the maps.</summary>
    public SortedBlocks<TMapKey, TMapKeyCodec, TValue> Blocks { get; }

    protected override long ContentBytes => Blocks.SizeBytes;

    private bool IsLogged => _existed && !_isReplaced;

    /// <summary>Writes an entry of the current key's map.</summary>
    /// <param name="key">The map key in normal form.</param>
    /// <param name="value">The value in its stored form.</param>
    public void Put(in TMapKey key, TValue value)
    {
        ref var head = ref BeginChange();
        if (Unsafe.IsNullRef(ref head))
            head = ref Add();
        if (Blocks.Find(in head, in key, out var position))
        {
            if (IsLogged)
                Log(MapChangeKind.Replaced, in head, position);
            Blocks.Replace(in head, position, value, WriteTime);
        }
        else
        {
            Blocks.Insert(ref head, position, new() { Key = key, Value = value }, WriteTime);
            if (IsLogged)
                _changes.Add(new() { Kind = MapChangeKind.Added, Entry = new() { Key = key } });
        }

        CountWrite();
    }

    /// <inheritdoc cref="KeyMaps{TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead}.TryRead"/>
    public bool TryRead(ref MapHead head, SortedPosition position)
    {
        var writtenAt = Blocks.Run(in head, position.Run).WrittenAt(position.Index);
        var isExpired = IsExpired(writtenAt);
        if (isExpired ? !Ttl.IsReturned(writtenAt) : !Ttl.RefreshesOnRead)
            return !isExpired;
        var next = isExpired ? EntryHeader.NeverWritten : WriteTime;
        if (isExpired || next > writtenAt)
            SetWriteTime(position, next);
        return true;
    }

    /// <inheritdoc cref="KeyMaps{TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead}.ForgetExpired"/>
    public bool ForgetExpired(ref MapHead head, SortedPosition position)
    {
        var writtenAt = Blocks.Run(in head, position.Run).WrittenAt(position.Index);
        var isExpired = IsExpired(writtenAt);
        if (isExpired && Ttl.IsReturned(writtenAt))
            SetWriteTime(position, EntryHeader.NeverWritten);
        return isExpired;
    }

    /// <summary>Removes an entry as part of the record.</summary>
    public void RemoveAt(SortedPosition position)
    {
        ref var head = ref BeginChange();
        if (IsLogged)
            Log(MapChangeKind.Removed, in head, position);
        Blocks.RemoveAt(ref head, position);
    }

    /// <summary>Removes every entry of the current key.</summary>
    public void Clear()
    {
        ref var head = ref BeginChange();
        if (Unsafe.IsNullRef(ref head))
            return;
        if (IsLogged)
            (_replaced, _isReplaced) = (head, true);
        else
            Blocks.Free(in head);
        head = default;
    }

    protected override void Commit(ref MapHead head)
    {
        CommitSize(ref head);
        Forget();
    }

    protected override int CountOf(in MapHead head) => Blocks.Count(in head);

    protected override void PrefetchContents(int start, int end)
    {
        for (var position = start; position < end; position++)
        {
            ref var head = ref Prefetched(position);
            if (!Unsafe.IsNullRef(ref head))
                Blocks.Prefetch(in head);
        }
    }

    protected override CollectionSnapshot BeginSnapshot(KeyGroupSnapshot<TKey, TKeyCodec, MapHead> entries)
    {
        if (!Blocks.BeginEpoch())
            ForEach((ref head) => head.Epoch = 0);
        var format = new SortedMapFormat<TMapKey, TMapKeyCodec, TValue, TValueCodec>(Blocks, IsTimed, SchemaNumber);
        return new(
            new KeyedTableSnapshot<TKey, TKeyCodec, MapHead, SortedMapFormat<TMapKey, TMapKeyCodec, TValue, TValueCodec>>(OperatorId, Section, entries, format),
            Snapshots);
    }

    protected override bool FindExpired(ref MapHead head, long now, ref CollectionProgress progress)
    {
        while (TryVisitNext(in head, ref progress, out var position))
        {
            if (!IsExpired(Blocks.Run(in head, position.Run).WrittenAt(position.Index), now))
                continue;
            progress.Position = Encode(position);
            return true;
        }

        return false;
    }

    protected override void RemoveExpired(ref MapHead head, long now, ref CollectionProgress progress)
    {
        Blocks.BeginChange(ref head);
        while (TryVisitNext(in head, ref progress, out var position))
        {
            if (!IsExpired(Blocks.Run(in head, position.Run).WrittenAt(position.Index), now))
                continue;
            // The next entry has moved to its position.
            Blocks.RemoveAt(ref head, position);
            progress.Position = Encode(position);
        }
    }

    protected override void Free(in MapHead head) => Blocks.Free(in head);

    protected override void Reclaim() => Blocks.Reclaim();

    protected override void ReclaimAll() => Blocks.ReclaimAll();

    // The entries may be those of an unsorted map.
    protected override void ReadRun(ref MapHead head, int count, ref MessagePackReader entries)
    {
        for (var remaining = count; remaining > 0; remaining--)
        {
            var key = KeyedBlock.ReadKey<TMapKey, TMapKeyCodec>(ref entries);
            var value = KeyedBlock.ReadEntry<TValue, TValueCodec>(Migrations, ref entries, out var writtenAt);
            if (Blocks.Find(in head, in key, out var position))
                throw new SerializationFormatException("A block has two entries of one map with the same map key.");
            Blocks.Insert(ref head, position, new() { Key = key, Value = value }, writtenAt);
        }
    }

    protected override void Rollback(ref MapHead head)
    {
        if (_isReplaced || !_existed)
            Blocks.Free(in head);
        if (_isReplaced)
            head = _replaced;
        else if (_wasVacant)
            head = default;
        else if (!_existed)
            RemoveFound();
        for (var i = _changes.Count - 1; i >= 0; i--)
            Undo(ref head, _changes[i]);
        Forget();
    }

    // The progress with a map, which is not 0 once it has begun.
    private static int Encode(SortedPosition position) => ((position.Run << LeafBits) | position.Index) + 1;

    private static SortedPosition Decode(int progress) =>
        progress == 0 ? new(0, 0) : new((progress - 1) >> LeafBits, (progress - 1) & ((1 << LeafBits) - 1));

    // Visits the next entry of a step of the expiry sweep, from the first to the last. The leaf of a position may have become shorter, or be another one.
    private bool TryVisitNext(in MapHead head, ref CollectionProgress progress, out SortedPosition position)
    {
        position = Decode(progress.Position);
        var runCount = Blocks.RunCount(in head);
        while (position.Run < runCount && position.Index >= Blocks.Run(in head, position.Run).Count)
            position = new(position.Run + 1, 0);
        if (position.Run >= runCount)
        {
            progress.Position = 0;
            return false;
        }

        if (progress.Cost >= CollectionProgress.MostCost && progress.Position > 0)
            return false;
        progress.Position = Encode(position) + 1;
        progress.Cost += ExpirySweep.EntryCost;
        return true;
    }

    private ref MapHead BeginChange()
    {
        if (IsTouched)
            return ref Find();
        ref var head = ref Touch();
        MarkUnfinished();
        var isFound = !Unsafe.IsNullRef(ref head);
        _wasVacant = isFound && head is { Count: 0, SizeClass: MapSize.NoBlock };
        _existed = isFound && !_wasVacant;
        _originalCount = _existed ? Blocks.Count(in head) : 0;
        if (_existed)
            Blocks.BeginChange(ref head);
        return ref head;
    }

    private void CommitSize(ref MapHead head)
    {
        if (_isReplaced)
            Blocks.Free(in _replaced);
        var count = Blocks.Count(in head);
        EntryCount += count - _originalCount;
        if (count == 0)
        {
            Blocks.Free(in head);
            head = default;
            if (!_wasVacant)
                RemoveOrVacate();
            return;
        }

        Blocks.Compact(ref head);
        if (_wasVacant)
            Occupy();
    }

    private void Undo(ref MapHead head, in MapChange<TMapKey, TValue> change)
    {
        Blocks.Find(in head, in change.Entry.Key, out var position);
        if (change.Kind == MapChangeKind.Added)
            Blocks.RemoveAt(ref head, position);
        else if (change.Kind == MapChangeKind.Replaced)
            Blocks.Replace(in head, position, change.Entry.Value, change.WrittenAt);
        else
            Blocks.Insert(ref head, position, in change.Entry, change.WrittenAt);
    }

    private void SetWriteTime(SortedPosition position, long writtenAt)
    {
        ref var head = ref BeginChange();
        if (IsLogged)
            Log(MapChangeKind.Replaced, in head, position);
        Blocks.Replace(in head, position, Blocks.Run(in head, position.Run)[position.Index].Value, writtenAt);
    }

    private void Forget()
    {
        _changes.Clear();
        (_replaced, _isReplaced) = (default, false);
    }

    private void Log(MapChangeKind kind, in MapHead head, SortedPosition position)
    {
        var run = Blocks.Run(in head, position.Run);
        _changes.Add(new() { Kind = kind, WrittenAt = run.WrittenAt(position.Index), Entry = run[position.Index] });
    }
}

/// <summary>
/// Writes the sorted maps of a snapshot, on any thread, while it is in progress: each run as an entry of the section, as unsorted maps are written.
/// </summary>
internal readonly struct SortedMapFormat<TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    SortedBlocks<TMapKey, TMapKeyCodec, TValue> blocks, bool isTimed, int schemaNumber) : IEntryFormat<MapHead>
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    public void Write<TKey, TKeyCodec>(scoped ref KeyedBlockWriter<TKey, TKeyCodec> block, in TKey key, in MapHead head)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        for (var number = 0; number < blocks.RunCount(in head); number++)
        {
            var run = blocks.Run(in head, number);
            for (var index = 0; index < run.Count;)
            {
                var start = index;
                block.BeginRun(in key, run.Count - start);
                do
                {
                    Write(ref block, in run[index], run.WrittenAt(index));
                    index++;
                }
                while (index < run.Count && !block.EndsRun);
                block.EndRun(index - start);
            }
        }
    }

    private void Write<TKey, TKeyCodec>(scoped ref KeyedBlockWriter<TKey, TKeyCodec> block, in MapEntry<TMapKey, TValue> entry, long writtenAt)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        block.WriteKey<TMapKey, TMapKeyCodec>(in entry.Key);
        block.WriteHeader(schemaNumber, isTimed ? writtenAt : null);
        var length = block.Entries.Length;
        TValueCodec.Write(ref block.Entries, in entry.Value);
        StateSizeException.ThrowIfTooLarge(block.Entries.Length - length);
    }
}
