using StateGen.Backends;
using StateGen.Keys;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

public sealed class MemoryRowTableTests
{
    private static readonly ExpiringRow Live = new() { Value = 7, ExpiresAt = long.MaxValue };

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 20_000)]
    public void Random_stores_and_removals_agree_with_a_dictionary(int seed, int keyCount)
    {
        using var store = TestStores.Open();
        var rows = Open(store);
        var model = new Dictionary<long, long>();
        var random = new Random(seed);
        for (var step = 0; step < 10 * keyCount; step++)
        {
            var key = random.NextInt64(keyCount);
            var hash = IntegerKeyCodec<long>.Hash(in key);
            var slot = rows.Load(in key, hash, out var row);
            Assert.Equal(model.GetValueOrDefault(key), row.Value);
            Change(rows, model, slot, key, random.Next(3) == 0 ? 0 : step);
        }

        Assert.Equal(model.Count, rows.Count);
        Assert.All(model, entry => Assert.Equal(entry.Value, Read(rows, entry.Key)));
    }

    [Fact]
    public void A_slot_from_before_a_structural_change_still_finds_its_key()
    {
        using var store = TestStores.Open();
        var rows = Open(store);
        Write(rows, 1, 10);
        var slot = rows.Load(1, IntegerKeyCodec<long>.Hash(1), out _);
        for (var key = 2; key < 500; key++)
            Write(rows, key, key);
        rows.Store(slot, 1, IntegerKeyCodec<long>.Hash(1), Live);
        Assert.Equal(499, rows.Count);
        Assert.Equal(Live.Value, Read(rows, 1));
    }

    [Fact]
    public void A_slot_that_found_nothing_does_not_add_a_second_row_for_a_key_stored_since()
    {
        using var store = TestStores.Open();
        var rows = Open(store);
        var slot = rows.Load(1, IntegerKeyCodec<long>.Hash(1), out _);
        Write(rows, 1, 10);
        rows.Store(slot, 1, IntegerKeyCodec<long>.Hash(1), Live);
        Assert.Equal(1, rows.Count);
    }

    [Fact]
    public void Loading_storing_and_prefetching_existing_rows_allocates_nothing()
    {
        using var store = TestStores.Open();
        var rows = Open(store);
        long[] keys = [.. Enumerable.Range(0, 1000)];
        var hashes = Array.ConvertAll(keys, key => IntegerKeyCodec<long>.Hash(in key));
        Touch(rows, keys, hashes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Touch(rows, keys, hashes);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Rows_survive_a_snapshot_and_expired_ones_are_not_in_it()
    {
        var time = new ManualTime();
        using var store = TestStores.Open(time);
        var rows = Open(store);
        for (var key = 1; key <= 5000; key++)
            rows.Store(RowSlot.None, key, IntegerKeyCodec<long>.Hash(key), new() { Value = key, ExpiresAt = key % 2 == 0 ? 100 : 200 });
        time.Milliseconds = 100;
        using var copy = TestStores.Open(time);
        var restored = Open(copy);
        await store.CopyAsync(copy);
        Assert.Equal(2500, restored.Count);
        Assert.Equal(4999, Read(restored, 4999));
        Assert.Equal(0, Read(restored, 5000));
    }

    [Fact]
    public void Expired_rows_are_removed_while_other_keys_are_written()
    {
        var time = new ManualTime();
        using var store = TestStores.Open(time);
        var rows = Open(store);
        for (var key = 0; key < 1000; key++)
            rows.Store(RowSlot.None, key, IntegerKeyCodec<long>.Hash(key), new() { Value = 1, ExpiresAt = 100 });
        time.Milliseconds = 100;
        for (var i = 0; i < 5000; i++)
            Write(rows, 5000, i + 1);
        store.CompleteBatch();
        store.AssertEntries(1);
    }

    private static RowTable<long, ExpiringRow> Open(StateStore store) => store.OpenRows<long, IntegerKeyCodec<long>, ExpiringRow, ExpiringRowCodec>();

    private static void Touch(RowTable<long, ExpiringRow> rows, long[] keys, ulong[] hashes)
    {
        rows.Prefetch(keys, hashes);
        for (var i = 0; i < keys.Length; i++)
        {
            var slot = rows.Load(in keys[i], hashes[i], out _);
            rows.Store(slot, in keys[i], hashes[i], Live);
        }
    }

    private static void Change(RowTable<long, ExpiringRow> rows, Dictionary<long, long> model, RowSlot slot, long key, long value)
    {
        if (value == 0)
        {
            rows.Remove(slot, in key, IntegerKeyCodec<long>.Hash(in key));
            model.Remove(key);
            return;
        }

        rows.Store(slot, in key, IntegerKeyCodec<long>.Hash(in key), new() { Value = value, ExpiresAt = long.MaxValue });
        model[key] = value;
    }

    private static void Write(RowTable<long, ExpiringRow> rows, long key, long value) =>
        rows.Store(RowSlot.None, in key, IntegerKeyCodec<long>.Hash(in key), new() { Value = value, ExpiresAt = long.MaxValue });

    private static long Read(RowTable<long, ExpiringRow> rows, long key)
    {
        rows.Load(in key, IntegerKeyCodec<long>.Hash(in key), out var row);
        return row.Value;
    }
}
