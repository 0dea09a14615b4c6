using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Tests.Backends;

/// <summary>Keys whose list or map became empty, some of which the memory backend keeps for their next element.</summary>
public sealed class VacantCollectionTests
{
    private const int KeyCount = 1000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Collections_that_are_cleared_and_filled_again_take_no_more_memory(bool isSorted)
    {
        using var store = TestStores.Open();
        var (currentKey, list, map) = Open(store, isSorted);
        FillAll(store, currentKey, list, map);
        Recycle(store, currentKey, list, map);
        var size = store.ReadStatistics().SizeBytes;
        for (var round = 0; round < 20; round++)
            Recycle(store, currentKey, list, map);
        store.AssertEntries(2 * KeyCount);
        Assert.Equal(size, store.ReadStatistics().SizeBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Keys_that_come_and_go_do_not_accumulate(bool isSorted)
    {
        using var store = TestStores.Open();
        var (currentKey, list, map) = Open(store, isSorted);
        for (var key = 0L; key < 100 * KeyCount; key++)
        {
            Fill(store, currentKey, list, map, key);
            Clear(store, currentKey, list, map, key);
        }

        store.AssertEntries(0);
        Assert.InRange(store.ReadStatistics().SizeBytes!.Value, 0, 100 * KeyCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Vacant_keys_are_not_in_a_snapshot_and_are_empty_after_a_rollback(bool isSorted)
    {
        using var store = TestStores.Open();
        var (currentKey, list, map) = Open(store, isSorted);
        FillAll(store, currentKey, list, map);
        for (var key = 0L; key < KeyCount; key += 10)
        {
            Clear(store, currentKey, list, map, key);
            currentKey.SetKey(key);
            list.Append(key);
            map.Put(key, key);
            store.RollbackRecord();
            Assert.True(list.IsEmpty() && map.IsEmpty());
        }

        using var copy = TestStores.Open();
        var (restoredKey, restoredList, restoredMap) = Open(copy, isSorted);
        await store.CopyAsync(copy);
        copy.AssertEntries(2 * (KeyCount - (KeyCount / 10)));
        for (var key = 0L; key < KeyCount; key++)
        {
            restoredKey.SetKey(key);
            Assert.Equal((key % 10 == 0, key % 10 == 0), (restoredList.IsEmpty(), restoredMap.IsEmpty()));
        }
    }

    [Fact]
    public void Lists_that_are_emptied_again_and_again_leave_room_for_other_vacant_ones() =>
        Assert.Equal(SizeAfterMoves(cycles: 0), SizeAfterMoves(cycles: 500));

    [Fact]
    public void The_object_of_a_key_is_released_when_its_list_becomes_empty()
    {
        using var store = TestStores.Open();
        var currentKey = new CurrentKey<string>("test");
        var list = store.OpenList<string, StringKeyCodec, long, IntegerCodec<long>>(new("list"), currentKey);
        for (var i = 0; i < KeyCount; i++)
            Append(currentKey, store, list, $"live-{i}");
        var released = FillAndClear(currentKey, store, list);
        Append(currentKey, store, list, "another");
        GC.Collect();
        Assert.False(released.IsAlive);
    }

    [Fact]
    public void The_elements_of_a_list_are_released_when_it_becomes_empty()
    {
        using var store = TestStores.Open();
        var currentKey = new CurrentKey<long>("test");
        var list = store.OpenList<long, IntegerKeyCodec<long>, string, StringCodec>(new("list"), currentKey);
        for (var key = 0L; key < KeyCount; key++)
        {
            currentKey.SetKey(key);
            list.Append("live");
            store.CommitRecord();
        }

        var released = AppendAndClear(store, list);
        GC.Collect();
        Assert.False(released.IsAlive);
    }

    /// <summary>Empties lists, whose keys may keep their blocks, and fills others. The size depends on how many were kept.</summary>
    /// <param name="cycles">How often a list is emptied and filled again before.</param>
    private static long SizeAfterMoves(int cycles)
    {
        const int Moved = KeyCount / 5;
        using var store = TestStores.Open();
        var (currentKey, list, map) = Open(store, isSorted: false);
        FillAll(store, currentKey, list, map);
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            Clear(store, currentKey, list, map, key: 0);
            Fill(store, currentKey, list, map, key: 0);
        }

        for (var key = 0L; key < Moved; key++)
            Clear(store, currentKey, list, map, key);
        for (var key = 0L; key < Moved; key++)
        {
            currentKey.SetKey(KeyCount + key);
            for (var element = 0; element < 32; element++)
                list.Append(element);
            store.CommitRecord();
        }

        return store.ReadStatistics().SizeBytes!.Value;
    }

    private static (CurrentKey<long> Key, ListTable<long> List, MapTable<long, long> Map) Open(StateStore store, bool isSorted)
    {
        var currentKey = new CurrentKey<long>("test");
        return (
            currentKey,
            store.OpenList<long, IntegerKeyCodec<long>, long, IntegerCodec<long>>(new("list"), currentKey),
            isSorted
                ? store.OpenSortedMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, long, IntegerCodec<long>>(new("map"), currentKey)
                : store.OpenMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, long, IntegerCodec<long>>(new("map"), currentKey));
    }

    private static void FillAll(StateStore store, CurrentKey<long> currentKey, ListTable<long> list, MapTable<long, long> map)
    {
        for (var key = 0L; key < KeyCount; key++)
            Fill(store, currentKey, list, map, key);
    }

    private static void Recycle(StateStore store, CurrentKey<long> currentKey, ListTable<long> list, MapTable<long, long> map)
    {
        for (var key = 0L; key < KeyCount; key += 10)
            Clear(store, currentKey, list, map, key);
        for (var key = 0L; key < KeyCount; key += 10)
            Fill(store, currentKey, list, map, key);
    }

    private static void Fill(StateStore store, CurrentKey<long> currentKey, ListTable<long> list, MapTable<long, long> map, long key)
    {
        currentKey.SetKey(key);
        list.Append(key);
        map.Put(key, key);
        store.CommitRecord();
    }

    private static void Clear(StateStore store, CurrentKey<long> currentKey, ListTable<long> list, MapTable<long, long> map, long key)
    {
        currentKey.SetKey(key);
        list.Clear();
        map.Clear();
        store.CommitRecord();
    }

    private static void Append(CurrentKey<string> currentKey, StateStore store, ListTable<long> list, string key)
    {
        currentKey.SetKey(key);
        list.Append(1);
        store.CommitRecord();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AppendAndClear(StateStore store, ListTable<string> list)
    {
        var element = new string('e', 20);
        list.Append(element);
        store.CommitRecord();
        list.Clear();
        store.CommitRecord();
        return new(element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference FillAndClear(CurrentKey<string> currentKey, StateStore store, ListTable<long> list)
    {
        var key = new string('k', 20);
        Append(currentKey, store, list, key);
        list.Clear();
        store.CommitRecord();
        return new(key);
    }
}
