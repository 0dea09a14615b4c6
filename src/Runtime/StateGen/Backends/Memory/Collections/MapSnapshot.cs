using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

// In the snapshot file an entry is:
//   encoded map key (binary) ‖ EntryHeader ‖ value

/// <summary>The snapshot of the maps of a state, which ends the snapshots of its large maps.</summary>
internal sealed class MapSnapshot<TMapKey, TMapKeyCodec, TValue>(
    TableSnapshot entries, SnapshotsInProgress snapshots, LargeMaps<TMapKey, TMapKeyCodec, TValue> large, int number)
    : CollectionSnapshot(entries, snapshots)
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
{
    protected override void EndContents() => large.End(number);
}

/// <summary>Writes the maps of a snapshot, on any thread, while it is in progress.</summary>
internal readonly struct MapFormat<TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>(
    MapBlocks<TMapKey, TMapKeyCodec, TValue, THead> blocks, bool isTimed, int schemaNumber, int snapshot) : IEntryFormat<THead>
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
    where THead : struct, IMapHead
{
    public void Write<TKey, TKeyCodec>(scoped ref KeyedBlockWriter<TKey, TKeyCodec> block, in TKey key, in THead head)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        if (head.SizeClass == MapSize.Large)
        {
            WriteLarge(ref block, in key, in head);
            return;
        }

        if (head.Count == 0)
            return;
        var copy = head;
        block.WriteKey(in key);
        block.Entries.WriteArrayHeader(copy.Count);
        for (var position = 0; position < copy.Count; position++)
            Write(ref block, in blocks.Key(ref copy, position), in blocks.Value(ref copy, position), blocks.WrittenAt(ref copy, position));
        block.EndEntry();
    }

    // The number of entries is known only when they were read. They are written in runs, each with its number.
    private void WriteLarge<TKey, TKeyCodec>(scoped ref KeyedBlockWriter<TKey, TKeyCodec> block, in TKey key, in THead head)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        var run = new Run<TKey, TKeyCodec>(block, key, this);
        try
        {
            blocks.Large[head.Block].Read(snapshot, ref run);
            run.Flush();
        }
        finally
        {
            block = run.Block;
        }
    }

    private void Write<TKey, TKeyCodec>(scoped ref KeyedBlockWriter<TKey, TKeyCodec> block, in TMapKey key, in TValue value, long writtenAt)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        block.WriteKey<TMapKey, TMapKeyCodec>(in key);
        block.WriteHeader(schemaNumber, isTimed ? writtenAt : null);
        TValueCodec.Write(ref block.Entries, in value);
    }

    private ref struct Run<TKey, TKeyCodec>(
        KeyedBlockWriter<TKey, TKeyCodec> block, TKey key, MapFormat<TMapKey, TMapKeyCodec, TValue, TValueCodec, THead> format)
        : IEntryReader<TMapKey, TimedValue<TValue>>
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        public KeyedBlockWriter<TKey, TKeyCodec> Block = block;
        private readonly KeyGroupSlot<TMapKey, TimedValue<TValue>>[] _entries = new KeyGroupSlot<TMapKey, TimedValue<TValue>>[MapSize.MostInBlock];
        private int _count;

        public void Read(in TMapKey key, in TimedValue<TValue> value, bool isChanged)
        {
            _entries[_count++] = new() { Key = key, Value = value };
            if (_count == _entries.Length)
                Flush();
        }

        public void Flush()
        {
            if (_count == 0)
                return;
            Block.WriteKey(in key);
            Block.Entries.WriteArrayHeader(_count);
            foreach (ref readonly var entry in _entries.AsSpan(0, _count))
                format.Write(ref Block, in entry.Key, in entry.Value.Value, entry.Value.WrittenAt);
            Block.EndEntry();
            _count = 0;
        }
    }
}
