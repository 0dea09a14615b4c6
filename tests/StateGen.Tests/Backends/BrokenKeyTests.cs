using StateGen.Backends.Memory.Rows;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Tests.Backends;

/// <summary>A codec of a key that throws when a table grows leaves the table as it was, because the other keys have not caused it.</summary>
public sealed class BrokenKeyTests
{
    // The greatest number of entries of a map that are compared one by one. More are found by the hashes of their keys.
    private const int Untagged = 8;

    [Theory]
    [InlineData(3)]
    [InlineData(Untagged)]
    public void A_map_that_cannot_grow_stays_as_it_was(int broken)
    {
        using var store = TestStores.Open();
        var currentKey = new CurrentKey<long>("test");
        var map = store.OpenMap<long, IntegerKeyCodec<long>, Fragile, FragileCodec, long, IntegerCodec<long>>(new("map"), currentKey);
        var keys = Keys(Untagged + 1);
        currentKey.SetKey(1);
        foreach (var key in keys[..Untagged])
            map.Put(key, key.Number);
        store.CommitRecord();
        var size = 0L;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            keys[broken].IsBroken = true;
            Assert.Throws<NotSupportedException>(() => map.Put(keys[^1], keys[^1].Number));
            store.RollbackRecord();
            keys[broken].IsBroken = false;
            Assert.Equal(Untagged, map.Count());
            Assert.All(keys[..Untagged], key => Assert.True(map.TryGet(key, out var value) && value == key.Number));
            Assert.False(map.TryGet(keys[^1], out _));
            size = attempt == 0 ? store.ReadStatistics().SizeBytes!.Value : size;
        }

        Assert.Equal(size, store.ReadStatistics().SizeBytes);
        map.Put(keys[^1], keys[^1].Number);
        store.CommitRecord();
        Assert.All(keys, key => Assert.True(map.TryGet(key, out var value) && value == key.Number));
    }

    [Fact]
    public void A_partition_that_cannot_grow_stays_as_it_was()
    {
        var table = new KeyGroupTable<Fragile, FragileCodec, long>(TestStores.Options(maxParallelism: 1), alignsSlots: true);
        var keys = Keys(100);
        var failures = 0;
        for (var count = 0; count < keys.Length; count++)
        {
            var hash = FragileCodec.Hash(in keys[count]);
            keys[count / 2].IsBroken = true;
            if (Record.Exception(() => _ = table.Add(in keys[count], hash, count)) is NotSupportedException)
            {
                failures++;
                keys[count / 2].IsBroken = false;
                table.Add(in keys[count], hash, count);
            }

            keys[count / 2].IsBroken = false;
            Assert.All(keys[..(count + 1)], key => Assert.Equal(key.Number, ValueOf(table, key)));
        }

        Assert.InRange(failures, 5, 30);
        Assert.Equal(keys.Length, table.Count);
    }

    private static long ValueOf(KeyGroupTable<Fragile, FragileCodec, long> table, Fragile key)
    {
        var hash = FragileCodec.Hash(in key);
        ref var partition = ref table.PartitionOf(hash);
        return partition.Slot(partition.Find(in key, hash)).Value;
    }

    private static Fragile[] Keys(int count) => [.. Enumerable.Range(0, count).Select(number => new Fragile(number))];
}
