using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

// The entries of section "list/NAME" (or "list@GENERATION/NAME": StateMigrationTable) in the snapshot file; a key's list may be spread over several of them, in order:
//   encoded key (binary) ‖ array of n elements, each: EntryHeader ‖ element

/// <summary>One list state in memory. Elements stand in the order of appending, so that the counter that orders them on disk is not kept.</summary>
internal sealed class MemoryListTable<TKey, TKeyCodec, T, TCodec> : ListTable<T>, IMemoryTable
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCodec : struct, ICodec<T>
{
    private const int LongestRun = 256;

    private readonly StateStore _store;
    private readonly long? _timeToLive;
    private readonly KeyCollections<TKey, TKeyCodec, ElementList<T>> _lists;
    private readonly EntryMigrationTable _migrations;
    private int _appendedToOriginal;
    private ExpirySweep _sweep;

    public MemoryListTable(StateStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        : base(descriptor, currentKey)
    {
        _store = store;
        _timeToLive = descriptor.TimeToLive;
        var isTimed = _timeToLive is not null;
        _lists = new(store, currentKey, () => new(isTimed));
        _migrations = store.Options.Migrations.OfState(descriptor.Name);
        Section = store.Options.Migrations.StorageNameOf("list", '/', descriptor.Name);
    }

    public string Section { get; }

    public override T Normalize(T element) => TCodec.Normalize(element);

    public override void Append(T element)
    {
        element = TCodec.Normalize(element);
        _lists.BeginChange();
        var list = _lists.FindOrAdd();
        list.Add(element, _timeToLive is null ? 0 : _store.Clock.Now);
        if (list == _lists.Original)
            _appendedToOriginal++;
        _store.NextListCounter();
        _sweep.CountWrite();
    }

    public override void Clear() => _lists.Detach();

    public override bool IsEmpty()
    {
        if (_lists.Find() is not { } list)
            return true;
        for (var position = 0; position < list.Count; position++)
        {
            if (!IsExpired(list, position))
                return false;
        }

        return true;
    }

    public override IEnumerator<T> Enumerate()
    {
        var list = _lists.Find();
        for (var position = 0; position < list?.Count; position++)
        {
            if (!IsExpired(list, position))
                yield return TCodec.HandOut(list[position]);
        }
    }

    public long CountEntries()
    {
        var count = 0L;
        for (var partition = 0; partition < _lists.Table.PartitionCount; partition++)
        {
            ref var group = ref _lists.Table.Partition(partition);
            for (var index = 0; index < group.Capacity; index++)
                count += group.IsOccupied(index) ? group.Slot(index).Value.Count : 0;
        }

        return count;
    }

    public void Commit()
    {
        _appendedToOriginal = 0;
        _lists.Commit();
    }

    public void Rollback()
    {
        _lists.Original?.RemoveLast(_appendedToOriginal);
        _appendedToOriginal = 0;
        _lists.Rollback();
    }

    public void RemoveExpired()
    {
        if (_timeToLive is null)
            return;
        while (_sweep.TryNext(_lists.Table, out var partition, out var index))
            RemoveExpired(ref _lists.Table.Partition(partition), index);
    }

    public void WriteTo(BlockFile file)
    {
        for (var partition = 0; partition < _lists.Table.PartitionCount; partition++)
            Write(file, partition);
    }

    public void Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var i = 0; i < header.EntryCount; i++)
        {
            var key = KeyedBlock.ReadKey<TKey, TKeyCodec>(header, _store.Options.MaxParallelism, ref entries, out var hash);
            Read(_lists.FindOrAdd(in key, hash), ref entries);
        }
    }

    private bool IsExpired(ElementList<T> list, int position) =>
        _timeToLive is { } timeToLive && TimeToLive.IsExpired(list.WrittenAt(position), timeToLive, _store.Clock.Now);

    // Elements are written in the order of time, so that the expired ones stand in front. When the clock was set back one may stand behind a
    // live one: it is never returned, and is removed once those before it have expired.
    private void RemoveExpired(ref KeyGroupPartition<TKey, TKeyCodec, ElementList<T>> partition, int index)
    {
        var list = partition.Slot(index).Value;
        while (list.Count > 0 && IsExpired(list, 0))
        {
            list.RemoveFirst();
            _sweep.Charge(1);
        }

        if (list.Count > 0)
            return;
        _lists.Table.RemoveAt(ref partition, index);
        _lists.Recycle(list);
        _sweep.StepBack();
    }

    private void Write(BlockFile file, int partition)
    {
        var block = new KeyedBlockWriter<TKey, TKeyCodec>(file, Section, _lists.Table.KeyGroupOf(partition));
        ref var group = ref _lists.Table.Partition(partition);
        for (var index = 0; index < group.Capacity; index++)
        {
            if (group.IsOccupied(index))
                Write(ref block, in group.Slot(index));
        }

        block.Dispose();
    }

    private void Write(ref KeyedBlockWriter<TKey, TKeyCodec> block, in KeyGroupSlot<TKey, ElementList<T>> slot)
    {
        for (var start = 0; start < slot.Value.Count; start += LongestRun)
        {
            var end = Math.Min(slot.Value.Count, start + LongestRun);
            block.WriteKey(in slot.Key);
            block.Entries.WriteArrayHeader(end - start);
            for (var position = start; position < end; position++)
                Write(ref block, slot.Value, position);
            block.EndEntry();
        }
    }

    private void Write(ref KeyedBlockWriter<TKey, TKeyCodec> block, ElementList<T> list, int position)
    {
        block.WriteHeader(_store.Options.SchemaNumber, list.WrittenAt(position));
        TCodec.Write(ref block.Entries, list[position]);
    }

    private void Read(ElementList<T> list, ref MessagePackReader entries)
    {
        for (var remaining = entries.ReadArrayHeader(); remaining > 0; remaining--)
        {
            var element = KeyedBlock.ReadEntry<T, TCodec>(_migrations, ref entries, out var writtenAt);
            list.Add(element, writtenAt);
        }
    }
}
