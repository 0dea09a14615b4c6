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
        for (var position = 0; position < copy.Count;)
        {
            var start = position;
            block.BeginRun(in key, copy.Count - start);
            do
            {
                Write(ref block, in blocks.Key(ref copy, position), in blocks.Value(ref copy, position), blocks.WrittenAt(ref copy, position));
                position++;
            }
            while (position < copy.Count && !block.EndsRun);
            block.EndRun(position - start);
        }
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
        var length = block.Entries.Length;
        TValueCodec.Write(ref block.Entries, in value);
        StateSizeException.ThrowIfTooLarge(block.Entries.Length - length);
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
            for (var position = 0; position < _count;)
            {
                var start = position;
                Block.BeginRun(in key, _count - start);
                do
                {
                    ref readonly var entry = ref _entries[position++];
                    format.Write(ref Block, in entry.Key, in entry.Value.Value, entry.Value.WrittenAt);
                }
                while (position < _count && !Block.EndsRun);
                Block.EndRun(position - start);
            }

            _count = 0;
        }
    }
}
