using FsCheck;
using FsCheck.Fluent;

namespace StateGen.RocksDb.Tests.Backend;

public sealed class RowTableTests : StoreFixture
{
    [Fact]
    public void Thousands_of_rows_survive_eviction_from_a_tiny_cache()
    {
        for (var round = 1; round <= 3; round++)
        {
            for (var index = 0; index < 5_000; index++)
            {
                var row = Store.Load($"key{index}");
                Assert.Equal(round - 1, row.Count);
                Store.StoreRow($"key{index}", new(round, $"text {index}"));
            }
        }

        for (var index = 4_999; index >= 0; index--)
            Assert.Equal(new(3, $"text {index}"), Store.Load($"key{index}"));
        Assert.Equal(5_000, Store.Rows.Count);
    }

    [Fact]
    public void Removed_rows_leave_no_entry()
    {
        for (var index = 0; index < 1_000; index++)
            Store.StoreRow($"key{index}", new(1, null));
        Assert.Equal(1_000, Store.Store.CountEntries());
        for (var index = 0; index < 1_000; index++)
            Store.RemoveRow($"key{index}");
        Assert.Equal(0, Store.Store.CountEntries());
        Assert.Equal(default, Store.Load("key7"));
    }

    [Fact]
    public void A_slot_that_was_evicted_since_is_not_written_into()
    {
        var slot = Store.Rows.Load("first", Keys.StringKeyCodec.Hash("first"), out _);
        for (var index = 0; index < 100; index++)
            Store.StoreRow($"other{index}", new(index, null));
        Store.Rows.Store(slot, "first", Keys.StringKeyCodec.Hash("first"), new(7, "first"));
        Assert.Equal(new(7, "first"), Store.Load("first"));
        for (var index = 0; index < 100; index++)
            Assert.Equal(index, Store.Load($"other{index}").Count);
    }

    [Fact]
    public void Rows_larger_than_any_buffer_on_the_stack_survive_eviction()
    {
        var key = new string('k', 65_536);
        var text = new string('t', 1_000_000);
        Store.StoreRow(key, new(1, text));
        for (var index = 0; index < 100; index++)
            Store.StoreRow($"other{index}", new(1, null));
        Assert.Equal(new(1, text), Store.Load(key));
    }

    [Fact]
    public void Records_allocate_nothing()
    {
        string[] keys = [.. Enumerable.Range(0, 1_000).Select(index => $"key{index}")];
        CountAll(keys);
        CountAll(keys);
        var before = GC.GetAllocatedBytesForCurrentThread();
        CountAll(keys);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(new(3, null), Store.Load(keys[7]));
    }

    [Fact]
    public void Any_sequence_of_stores_and_removals_equals_a_dictionary()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<(byte Key, sbyte Value)[]>(),
            operations => EqualsADictionary(operations)).QuickCheckThrowOnFailure();
    }

    private void CountAll(string[] keys)
    {
        foreach (var key in keys)
            Store.StoreRow(key, new(Store.Load(key).Count + 1, null));
    }

    private bool EqualsADictionary((byte Key, sbyte Value)[] operations)
    {
        var expected = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (number, value) in operations)
        {
            var key = $"{operations.Length}-{number}";
            if (value > 0)
                Store.StoreRow(key, new(expected[key] = value, null));
            else if (expected.Remove(key) | value < -60)
                Store.RemoveRow(key);
        }

        var equal = expected.All(entry => Store.Load(entry.Key).Count == entry.Value) && Store.Rows.Count == expected.Count;
        for (var number = 0; number <= byte.MaxValue; number++)
            Store.RemoveRow($"{operations.Length}-{number}");
        return equal;
    }
}
