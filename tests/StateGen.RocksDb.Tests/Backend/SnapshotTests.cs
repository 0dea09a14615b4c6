using StateGen.Backends;

namespace StateGen.RocksDb.Tests.Backend;

public sealed class SnapshotTests : StoreFixture
{
    private const int KeyCount = 500;

    [Fact]
    public async Task Everything_is_restored_and_restored_again()
    {
        Fill(Store, KeyCount);
        var first = await Store.SnapshotAsync();
        using var restored = await OpenStore.RestoreAsync(BackendAt("restored"), [first]);
        var untouched = await restored.SnapshotAsync();
        AssertFilled([restored], KeyCount);
        using var again = await OpenStore.RestoreAsync(BackendAt("again"), [untouched]);
        AssertFilled([again], KeyCount);
    }

    [Fact]
    public async Task What_is_changed_after_the_snapshot_began_is_not_in_it()
    {
        Fill(Store, KeyCount);
        using var snapshot = Store.Store.BeginSnapshot();
        foreach (var index in Enumerable.Range(0, KeyCount))
        {
            Store.StoreRow($"key{index}", new(7, "later"));
            Store.Record($"key{index}", () => Store.Map.Clear());
            Store.Record($"key{index}", () => Store.List.Append("later"));
        }

        Store.Fire(long.MaxValue);
        Fill(Store, KeyCount * 2);
        var state = await Store.WriteAsync(snapshot);
        using var restored = await OpenStore.RestoreAsync(BackendAt("restored"), [state]);
        AssertFilled([restored], KeyCount);
    }

    // RocksDB adds an empty write-ahead log to every checkpoint. The other tests of this class restore without it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_snapshot_has_no_empty_file_nor_has_that_of_a_restored_store(int parallelism)
    {
        Fill(Store, KeyCount);
        var first = await Store.SnapshotAsync();
        using var restored = await OpenStore.RestoreAsync(BackendAt("restored"), [first], parallelism);
        Fill(restored, KeyCount);
        var second = await restored.SnapshotAsync();

        foreach (var files in (MemoryFiles[])[(MemoryFiles)first.Files, (MemoryFiles)second.Files])
        {
            Assert.Contains("CURRENT", files.Names);
            Assert.DoesNotContain(files.Names, name => files.Length(name) == 0);
        }
    }

    [Fact]
    public async Task An_empty_store_is_snapshotted_and_restored()
    {
        var snapshot = await Store.SnapshotAsync();
        using var restored = await OpenStore.RestoreAsync(BackendAt("restored"), [snapshot]);
        Assert.Equal(0, restored.Store.CountEntries());
        Assert.Equal(0, restored.Timers.Count);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    [InlineData(5, 7)]
    public async Task State_written_at_one_parallelism_is_restored_at_another(int before, int after)
    {
        var written = await OpenAllAsync("before", before, []);
        foreach (var store in written)
            Fill(store, KeyCount);
        var snapshots = new List<RestoredState>();
        foreach (var store in written)
            snapshots.Add(await store.SnapshotAsync());
        written.ForEach(store => store.Dispose());

        var restored = await OpenAllAsync("after", after, snapshots);
        AssertFilled(restored, KeyCount);
        restored.ForEach(store => store.Dispose());
    }

    [Fact]
    public async Task A_list_goes_on_in_order_when_its_key_moved_to_a_subtask_that_had_counted_less()
    {
        var written = await OpenAllAsync("before", 2, []);
        var busy = written.Single(store => store.Owns("key"));
        for (var index = 0; index < 100; index++)
            busy.Record("key", () => busy.List.Append($"{index}"));
        var snapshots = new List<RestoredState>();
        foreach (var store in written)
            snapshots.Add(await store.SnapshotAsync());
        written.ForEach(store => store.Dispose());

        using var merged = await OpenStore.RestoreAsync(BackendAt("after"), snapshots);
        Assert.Equal(100, merged.Store.ListCounter);
        merged.Record("key", () => merged.List.Append("last"));
        Assert.Equal([.. Enumerable.Range(0, 100).Select(index => $"{index}"), "last"], merged.ReadList("key"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_state_that_a_version_did_not_have_is_empty_when_the_next_one_has_it_again(int parallelism)
    {
        Store.Record("key", () => Store.OtherMap.Put("old", 1));
        var first = await Store.SnapshotAsync();
        var without = new List<OpenStore>();
        var second = new List<RestoredState>();
        for (var subtask = 0; subtask < parallelism; subtask++)
            without.Add(await OpenStore.RestoreAsync(BackendAt("without"), [first], parallelism, subtask, hasSecondMap: false));
        foreach (var store in without)
            second.Add(await store.SnapshotAsync());
        without.ForEach(store => store.Dispose());

        using var restored = await OpenStore.RestoreAsync(BackendAt("restored"), second);
        Assert.Empty(restored.ReadMap("key", restored.OtherMap));
    }

    [Fact]
    public void A_disposed_snapshot_leaves_no_files()
    {
        var before = System.IO.Directory.GetDirectories(Directory["state"], "*", SearchOption.AllDirectories);
        Store.Store.BeginSnapshot().Dispose();
        Assert.Equal(before, System.IO.Directory.GetDirectories(Directory["state"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_damaged_database_is_refused_and_holds_no_directory()
    {
        var snapshot = await DamagedSnapshotAsync();
        var backend = BackendAt("restored");
        var exception = await Assert.ThrowsAsync<RocksDbException>(() => OpenStore.RestoreAsync(backend, [snapshot]));
        Assert.Contains(Directory["restored"], exception.Message, StringComparison.Ordinal);
        using var fresh = await OpenStore.FreshAsync(backend);
        Assert.Equal(0, fresh.Store.CountEntries());
    }

    [Fact]
    public async Task A_snapshot_tells_the_version_of_RocksDB_that_wrote_it()
    {
        using var snapshot = Store.Store.BeginSnapshot();
        Assert.Equal(Native.RocksDbPackage.Version.ToString(), snapshot.WriterVersion);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_snapshot_of_a_newer_RocksDB_that_cannot_be_opened_is_explained_by_both_versions(int parallelism)
    {
        var snapshot = await DamagedSnapshotAsync() with { WriterVersion = "99.1.0" };
        var exception = await Assert.ThrowsAsync<RocksDbException>(() => OpenStore.RestoreAsync(BackendAt("restored"), [snapshot], parallelism));
        Assert.Contains($"RocksDB 99.1.0 wrote the snapshot, and version {RocksDbLibrary.Version} is loaded, which is older.", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Directory["restored"], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7.8.3")]
    [InlineData("a later form")]
    [InlineData(null)]
    public async Task The_version_is_not_blamed_for_other_damage(string? writerVersion)
    {
        var snapshot = await DamagedSnapshotAsync() with { WriterVersion = writerVersion };
        var exception = await Assert.ThrowsAsync<RocksDbException>(() => OpenStore.RestoreAsync(BackendAt("restored"), [snapshot]));
        Assert.DoesNotContain("is loaded", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_version_does_not_keep_a_snapshot_from_being_restored_that_can_be_opened()
    {
        Fill(Store, KeyCount);
        var snapshot = await Store.SnapshotAsync() with { WriterVersion = "99.1.0" };
        using var restored = await OpenStore.RestoreAsync(BackendAt("restored"), [snapshot]);
        AssertFilled([restored], KeyCount);
    }

    private async Task<RestoredState> DamagedSnapshotAsync()
    {
        Fill(Store, KeyCount);
        var snapshot = await Store.SnapshotAsync();
        var files = (MemoryFiles)snapshot.Files;
        foreach (var name in files.Names)
            files.Truncate(name);
        return snapshot;
    }

    private async Task<List<OpenStore>> OpenAllAsync(string name, int parallelism, IReadOnlyList<RestoredState> restored)
    {
        var stores = new List<OpenStore>();
        for (var subtask = 0; subtask < parallelism; subtask++)
            stores.Add(await OpenStore.RestoreAsync(BackendAt(name), restored, parallelism, subtask));
        return stores;
    }

    private static void Fill(OpenStore store, int keyCount)
    {
        for (var index = 0; index < keyCount; index++)
        {
            var key = $"key{index}";
            if (!store.Owns(key))
                continue;
            store.StoreRow(key, new(index + 1, key));
            store.Record(key, () =>
            {
                store.Map.Put("number", index);
                store.OtherMap.Put("other", -index);
                store.List.Append($"a{index}");
                store.List.Append($"b{index}");
                store.Register(key, index);
            });
        }
    }

    private static void AssertFilled(IReadOnlyList<OpenStore> stores, int keyCount)
    {
        Assert.Equal(keyCount * 5, stores.Sum(store => store.Store.CountEntries()));
        for (var index = 0; index < keyCount; index++)
        {
            var key = $"key{index}";
            var store = stores.Single(store => store.Owns(key));
            Assert.Equal(new(index + 1, key), store.Load(key));
            Assert.Equal(new() { ["number"] = index }, store.ReadMap(key));
            Assert.Equal(new() { ["other"] = -index }, store.ReadMap(key, store.OtherMap));
            Assert.Equal([$"a{index}", $"b{index}"], store.ReadList(key));
        }

        var fired = stores.SelectMany(store => store.Fire(keyCount)).OrderBy(timer => timer.Timestamp);
        Assert.Equal(Enumerable.Range(0, keyCount).Select(index => ((long)index, $"key{index}")), fired);
    }
}
