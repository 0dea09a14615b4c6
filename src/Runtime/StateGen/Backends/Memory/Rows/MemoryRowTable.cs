using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Rows;

// The entries of section "rows" in the snapshot file:
//   encoded key (binary) ‖ EntryHeader: schema number, last-write timestamps ‖ values, as the generated row codec writes them

/// <summary>The rows of an operator in memory. Loading and storing an existing row allocates nothing and moves no entries.</summary>
internal sealed class MemoryRowTable<TKey, TKeyCodec, TRow, TRowCodec>(StateStore store) : RowTable<TKey, TRow>, IMemoryTable
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TRow : struct
    where TRowCodec : struct, IRowCodec<TRow>
{
    private readonly KeyGroupTable<TKey, TKeyCodec, TRow> _rows = new(store.Options);
    private ExpirySweep _sweep;

    public override long Count => _rows.Count;

    public string Section => "rows";

    public override RowSlot Load(in TKey key, ulong hash, out TRow row)
    {
        ref var partition = ref _rows.PartitionOf(hash);
        var index = partition.Find(in key, hash);
        row = index >= 0 ? partition.Slot(index).Value : default;
        return new(index, _rows.Version);
    }

    public override void Store(RowSlot slot, in TKey key, ulong hash, in TRow row)
    {
        _sweep.CountWrite();
        ref var partition = ref _rows.PartitionOf(hash);
        var index = Locate(slot, ref partition, in key, hash);
        if (index < 0)
        {
            _rows.Add(in key, hash, in row);
            return;
        }

        _rows.BeginChange(ref partition, index);
        partition.Slot(index).Value = row;
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
        foreach (var hash in hashes)
            _rows.PartitionOf(hash).PrefetchSlot(hash);
    }

    public long CountEntries() => Count;

    public StateStatistics ReadStatistics() => new() { Entries = Count, SizeBytes = _rows.SizeBytes };

    public void Commit()
    {
    }

    public void Rollback()
    {
    }

    public void RemoveExpired()
    {
        if (!TRowCodec.CanExpire)
            return;
        while (_sweep.TryNext(_rows, out var partition, out var index))
        {
            ref var group = ref _rows.Partition(partition);
            if (!TRowCodec.IsEmpty(in group.Slot(index).Value, store.Clock))
                continue;
            _rows.RemoveAt(ref group, index);
            _sweep.StepBack();
        }
    }

    public TableSnapshot BeginSnapshot() =>
        new KeyedTableSnapshot<TKey, TKeyCodec, TRow, RowEntryFormat<TRow, TRowCodec>>(
            store.Options.OperatorId, Section, _rows.BeginSnapshot(), new(store.Options.SchemaNumber, store.Clock));

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

    private int Locate(RowSlot slot, ref KeyGroupPartition<TKey, TKeyCodec, TRow> partition, in TKey key, ulong hash) =>
        slot.Version == _rows.Version ? slot.Index : partition.Find(in key, hash);
}

/// <summary>Writes the rows of a snapshot that are not expired.</summary>
internal readonly struct RowEntryFormat<TRow, TRowCodec>(int schemaNumber, StateClock clock) : IEntryFormat<TRow>
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
        TRowCodec.Write(ref block.Entries, in row);
        block.EndEntry();
    }
}
