using StateGen.Backends.Memory.Rows;
using StateGen.Keys;

namespace StateGen.Tests.Backends;

/// <summary>A value that is not written at once, so that a reader can see a torn one.</summary>
internal struct Wide
{
    public long First;
    public long Second;
    public long Third;

    public static Wide Of(long value) => new() { First = value, Second = value, Third = value };
}

/// <summary>Collects the entries of a snapshot.</summary>
/// <param name="pause">How long it spins after each entry, so that the owner of the table changes more of them meanwhile.</param>
internal readonly struct EntryCollector(int pause) : IEntryReader<long, Wide>
{
    private readonly List<(long Key, Wide Value)> _entries = [];
    private readonly List<(long Key, long Value)> _changes = [];

    public List<(long Key, long Value)> Changes => _changes;

    public void Read(in long key, in Wide value, bool isChanged)
    {
        _entries.Add((key, value));
        if (isChanged)
            _changes.Add((key, value.First));
        Thread.SpinWait(pause);
    }

    public SortedDictionary<long, long> Sorted()
    {
        var sorted = new SortedDictionary<long, long>();
        foreach (var (key, value) in _entries)
        {
            Assert.Equal((value.First, value.First), (value.Second, value.Third));
            sorted.Add(key, value.First);
        }

        return sorted;
    }
}

/// <summary>A table and the dictionary that says what it must hold.</summary>
internal sealed class ModelledTable(int seed, int maxParallelism = TestStores.MaxParallelism)
{
    /// <summary>The number of keys that change at random.</summary>
    public const int KeyCount = 4000;

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<long, long> _model = [];
    private long _step;

    public KeyGroupTable<long, IntegerKeyCodec<long>, Wide> Table { get; } = new(TestStores.Options(maxParallelism: maxParallelism), alignsSlots: seed % 2 == 0)
    {
        TracksRemovals = true,
    };

    public SortedDictionary<long, long> Copy() => new(_model);

    /// <summary>Removes most keys, so that partitions give memory back.</summary>
    public void RemoveMost()
    {
        foreach (var key in Copy().Keys.Where(key => key % 16 != 0))
            Set(key, 0);
    }

    public void ChangeRandomly(int count)
    {
        for (var i = 0; i < count; i++)
            Set(_random.NextInt64(KeyCount), _random.Next(3) == 0 ? 0 : ++_step);
    }

    /// <summary>Writes the value of a key; 0 removes it.</summary>
    public void Set(long key, long value)
    {
        var hash = IntegerKeyCodec<long>.Hash(in key);
        ref var partition = ref Table.PartitionOf(hash);
        var index = partition.Find(in key, hash);
        if (value == 0)
            Remove(ref partition, key, index);
        else
            Put(ref partition, key, hash, index, value);
    }

    private void Put(ref KeyGroupPartition<long, IntegerKeyCodec<long>, Wide> partition, long key, ulong hash, int index, long value)
    {
        _model[key] = value;
        if (index < 0)
        {
            Table.Add(in key, hash, Wide.Of(value));
            return;
        }

        Table.BeginChange(ref partition, index);
        ref var stored = ref partition.Slot(index).Value;
        stored.First = value;
        stored.Second = value;
        stored.Third = value;
    }

    private void Remove(ref KeyGroupPartition<long, IntegerKeyCodec<long>, Wide> partition, long key, int index)
    {
        _model.Remove(key);
        if (index < 0)
            return;
        Table.RemoveAt(ref partition, index);
        if (_random.Next(8) == 0 && partition.IsSparse(partition.Count))
            Table.Shrink(ref partition);
    }
}
