using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Rows;

// The entries of section "rows" in the snapshot file:
//   encoded key (binary) ‖ EntryHeader: schema number, last-write timestamps ‖ values, as the generated row codec writes them

/// <summary>
/// The rows of an operator in memory. Loading and storing an existing row allocates nothing and moves no entries. <see cref="Run"/> processes records without
/// a call of the table for each of them, unless the store has no fused loop.
/// </summary>
internal sealed class MemoryRowTable<TKey, TKeyCodec, TRow, TRowCodec>(MemoryStore store) : RowTable<TKey, TRow>, IMemoryTable, IKeyTable<TKey>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TRow : struct
    where TRowCodec : struct, IRowCodec<TRow>
{
    private const int LookupCount = 4 * PrefetchGroup.Length;

    private readonly KeyGroupTable<TKey, TKeyCodec, TRow> _rows =
        new(store.Options, store.FastPaths.AlignedSlots) { UsesHugePages = store.FastPaths.HugePages };

    // Where the rows of the next records were found, by the low bits of the index of the record. These are hints: each is verified.
    private readonly RowLookup[] _lookups = new RowLookup[LookupCount];
    private ExpirySweep _sweep;

    public override long Count => _rows.Count;

    public string Section => "rows";

    public bool CanExpire => TRowCodec.CanExpire;

    public override RowSlot Load(in TKey key, ulong hash, out TRow row)
    {
        ref var partition = ref _rows.PartitionOf(hash);
        var index = partition.Find(in key, hash);
        row = index >= 0 ? partition.Slot(index).Value : default;
        return new(index, _rows.Version);
    }

    public override void Store(RowSlot slot, in TKey key, ulong hash, in TRow row)
    {
        ref var partition = ref _rows.PartitionOf(hash);
        var index = Locate(slot, ref partition, in key, hash);
        if (index < 0)
        {
            _sweep.CountWrite();
            _rows.Add(in key, hash, in row);
            return;
        }

        _rows.BeginChange(ref partition, index);
        TRowCodec.Copy(in row, ref partition.Slot(index).Value);
    }

    public override void Remove(RowSlot slot, in TKey key, ulong hash)
    {
        ref var partition = ref _rows.PartitionOf(hash);
        var index = Locate(slot, ref partition, in key, hash);
        if (index >= 0)
            _rows.RemoveAt(ref partition, index);
    }

    public override void Prefetch(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> hashes)
    {
        if (!store.FastPaths.Prefetch)
            return;
        foreach (var hash in hashes)
            _rows.PartitionOf(hash).PrefetchSlot(_rows.PartitionOf(hash).FindTag(hash));
    }

    // Compiled at once and without a profile. The profile of a starting job, in which every key is new, would put the usual case on the slow path.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run<TIn, TOut, TOperator>(ref RecordRun<TKey, TIn, TOut> run, ref TOperator rowOperator)
    {
        if (!store.FastPaths.FusedLoop)
        {
            run.ForEach(rowOperator);
            return;
        }

        var (rows, lookups, clock, context, keyedOperator, self) = (_rows, _lookups, store.Clock, run.Context, run.Operator, rowOperator);
        var prefetches = store.FastPaths.Prefetch;
        keyedOperator.BeginRows();
        while (run.TryContinue(out var end))
        {
            if (prefetches && run.TryTakePrefetch(out var prefetchStart, out var prefetchEnd))
            {
                PrefetchRows(run.Hashes, prefetchStart, prefetchEnd, isFirst: prefetchStart == run.Next);
                store.Prefetch(run.Hashes[prefetchStart..prefetchEnd], prefetchStart);
            }

            for (; run.Cursor.Record < end && !run.MustEnd; run.Cursor.Record++)
            {
                run.BeginRecord();
                var next = run.Next;
                var lookup = lookups[next & (LookupCount - 1)];
                ref var partition = ref rows.Partition(lookup.Partition);
                var index = lookup.Index;
                if (!partition.Holds(index, in run.KeyAt(next)))
                {
                    // The hint may be of another record, and so of another partition.
                    partition = ref rows.PartitionOf(run.HashAt(next));
                    index = Find(ref partition, in run.KeyAt(next), run.HashAt(next));
                }

                if (index < 0)
                {
                    RunWithoutRow(ref run, ref self);
                }
                else
                {
                    ref var stored = ref partition.Slot(index).Value;
                    TRowCodec.Copy(in stored, ref self.Row);
                    self.OnEvent(run.EventAt(next), context);
                    if (keyedOperator.TakeRowChange())
                    {
                        rows.BeginChange(ref partition, index);
                        if (TRowCodec.IsEmpty(in self.Row, clock))
                            Remove(ref partition, index);
                        else
                            TRowCodec.Copy(in self.Row, ref stored);
                    }
                }

                store.CommitRecord();
            }
        }
    }

    public void AddKeys(int partition, List<HashedKey<TKey>> keys)
    {
        ref var group = ref _rows.Partition(partition);
        for (var index = 0; index < group.Capacity; index++)
        {
            if (group.IsOccupied(index))
                keys.Add(new(group.Slot(index).Key, TKeyCodec.Hash(in group.Slot(index).Key)));
        }
    }

    public bool Contains(in TKey key, ulong hash) => _rows.PartitionOf(hash).Find(in key, hash) >= 0;

    public bool IsLive(in TKey key, ulong hash)
    {
        ref var partition = ref _rows.PartitionOf(hash);
        var index = partition.Find(in key, hash);
        return index >= 0 && !TRowCodec.IsEmpty(in partition.Slot(index).Value, store.Clock);
    }

    public long CountEntries() => Count;

    public StateStatistics ReadStatistics() => new() { Entries = Count, SizeBytes = _rows.SizeBytes };

    public void Commit()
    {
    }

    public void Rollback()
    {
    }

    public bool RemoveExpired(bool isIdle)
    {
        if (!TRowCodec.CanExpire)
            return false;
        _sweep.BeginSlice(_rows.SlotCount, isIdle);
        while (_sweep.TryNext(_rows, out var partition, out var index))
        {
            ref var group = ref _rows.Partition(partition);
            if (!TRowCodec.IsEmpty(in group.Slot(index).Value, store.Clock))
                continue;
            _rows.RemoveAt(ref group, index);
            _sweep.CountRemovals(1);
            _sweep.StepBack();
        }

        return _sweep.IsBehind;
    }

    public TableSnapshot BeginSnapshot() =>
        new KeyedTableSnapshot<TKey, TKeyCodec, TRow, RowEntryFormat<TRow, TRowCodec>>(
            store.Options.OperatorId, Section, _rows.BeginSnapshot(), new(store.Options.SchemaNumber, store.Clock.Freeze()));

    public void Reserve(int keyGroup, int entryCount) => _rows.Reserve(keyGroup, entryCount);

    public void Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var i = 0; i < header.EntryCount; i++)
        {
            var key = KeyedBlock.ReadKey<TKey, TKeyCodec>(header, store.Options.MaxParallelism, ref entries, out var hash);
            var row = store.Options.Migrations.ReadRow<TRow, TRowCodec>(ref entries);
            if (!TRowCodec.IsEmpty(in row, store.Clock))
                Store(RowSlot.None, in key, hash, in row);
        }
    }

    // The tags one group further ahead than the slots, so that they have arrived when the slots are looked up.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrefetchRows(ReadOnlySpan<ulong> hashes, int start, int end, bool isFirst)
    {
        var (rows, lookups) = (_rows, _lookups);
        var endOfTags = Math.Min(hashes.Length, end + PrefetchGroup.Length);
        for (var i = isFirst ? start : end; i < endOfTags; i++)
        {
            var partition = rows.IndexOf(hashes[i]);
            lookups[i & (LookupCount - 1)].Partition = partition;
            rows.Partition(partition).PrefetchTags(hashes[i]);
        }

        for (var i = start; i < end; i++)
        {
            ref var lookup = ref lookups[i & (LookupCount - 1)];
            ref var partition = ref rows.Partition(lookup.Partition);
            lookup.Index = partition.FindTag(hashes[i]);
            partition.PrefetchSlot(lookup.Index);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Find(ref KeyGroupPartition<TKey, TKeyCodec, TRow> partition, in TKey key, ulong hash) => partition.Find(in key, hash);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Remove(ref KeyGroupPartition<TKey, TKeyCodec, TRow> partition, int index) => _rows.RemoveAt(ref partition, index);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunWithoutRow<TIn, TOut, TOperator>(ref RecordRun<TKey, TIn, TOut> run, ref TOperator rowOperator)
        where TOperator : struct, IRowOperator<TIn, TOut, TRow>
    {
        rowOperator.Row = default;
        rowOperator.OnEvent(run.Events[run.Next], run.Context);
        if (!run.Operator.TakeRowChange() || TRowCodec.IsEmpty(in rowOperator.Row, store.Clock))
            return;
        _sweep.CountWrite();
        _rows.Add(in run.CurrentKey.Value, run.CurrentKey.Hash, in rowOperator.Row);
    }

    private int Locate(RowSlot slot, ref KeyGroupPartition<TKey, TKeyCodec, TRow> partition, in TKey key, ulong hash) =>
        slot.Version == _rows.Version ? slot.Index : partition.Find(in key, hash);
}

/// <summary>The place where the row of a record was found before the record is processed.</summary>
internal struct RowLookup
{
    public int Partition;
    public int Index;
}

/// <summary>Writes the rows of a snapshot that had not expired when it began.</summary>
internal readonly struct RowEntryFormat<TRow, TRowCodec>(int schemaNumber, SubtaskClock clock) : IEntryFormat<TRow>
    where TRow : struct
    where TRowCodec : struct, IRowCodec<TRow>
{
    public void Write<TKey, TKeyCodec>(scoped ref KeyedBlockWriter<TKey, TKeyCodec> block, in TKey key, in TRow row)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        if (TRowCodec.IsEmpty(in row, clock))
            return;
        block.WriteKey(in key);
        EntryHeader.WriteSchemaNumber(ref block.Entries, schemaNumber);
        var length = block.Entries.Length;
        TRowCodec.Write(ref block.Entries, in row);
        StateSizeException.ThrowIfTooLarge(block.Entries.Length - length);
        block.EndEntry();
    }
}
