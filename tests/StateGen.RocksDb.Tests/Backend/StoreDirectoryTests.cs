namespace StateGen.RocksDb.Tests.Backend;

public sealed class StoreDirectoryTests : StoreFixture
{
    [Fact]
    public async Task A_directory_in_use_is_refused_and_its_user_is_not_disturbed()
    {
        Store.Record("key", () => Store.Map.Put("entry", 1));
        var exception = await Assert.ThrowsAnyAsync<StateGenException>(() => OpenStore.FreshAsync(RocksDbBackend.At(Backend.Directory)));
        Assert.Contains(Backend.Directory, exception.Message, StringComparison.Ordinal);
        Assert.Single(Store.ReadMap("key"));
        await Store.SnapshotAsync();
    }

    [Fact]
    public async Task What_a_former_process_left_is_not_seen()
    {
        var leftover = Directory["state/operator-1/database-1"];
        System.IO.Directory.CreateDirectory(leftover);
        await File.WriteAllTextAsync(Path.Combine(leftover, "CURRENT"), "MANIFEST-000001\n", TestContext.Current.CancellationToken);
        using var store = await OpenStore.RestoreAsync(Backend, [], parallelism: 2, subtask: 1);
        Assert.Equal(0, store.Store.CountEntries());
        Assert.False(System.IO.Directory.Exists(leftover));
    }

    [Fact]
    public void A_closed_store_leaves_no_database()
    {
        Store.Dispose();
        Assert.Empty(System.IO.Directory.GetDirectories(Directory["state/operator-0"]));
    }

    [Fact]
    public async Task A_cursor_that_nobody_disposed_does_not_keep_the_next_store_from_opening()
    {
        Store.Record("key", () =>
        {
            Store.Map.Put("entry", 1);
            Assert.True(Store.Map.OpenCursor().MoveNext());
        });
        Store.Dispose();
        using var next = await OpenStore.FreshAsync(Backend);
        Assert.Empty(next.ReadMap("key"));
    }

    [Fact]
    public void Operator_ids_of_any_characters_become_folders_of_their_own()
    {
        foreach (var id in (string[])["../escape", "a/b", "a-b", "..", "ü"])
        {
            using var store = Backend.Open(new() { OperatorId = id, KeyGroups = new(0, 127), Clock = new(Time) });
        }

        Assert.False(System.IO.Directory.Exists(Directory["escape-0"]));
        Assert.Equal(6, System.IO.Directory.GetDirectories(Directory["state"]).Length);
    }

    [Fact]
    public void A_file_or_an_unwritable_place_is_refused_before_any_work()
    {
        File.WriteAllText(Directory["file"], "");
        foreach (var path in (string[])[Directory["file"], Directory["file/below"]])
        {
            var exception = Assert.Throws<StateGenException>(() => RocksDbBackend.At(path).Validate());
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Validation_leaves_nothing_in_the_directory()
    {
        RocksDbBackend.At(Directory["fresh"]).Validate();
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(Directory["fresh"]));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Equal("RowCacheEntries", Assert.Throws<ArgumentOutOfRangeException>(() => new RocksDbOptions { RowCacheEntries = 7 }).ParamName);
        Assert.Equal("BlockCacheBytes", Assert.Throws<ArgumentOutOfRangeException>(() => new RocksDbOptions { BlockCacheBytes = 0 }).ParamName);
        Assert.Equal("WriteBufferBytes", Assert.Throws<ArgumentOutOfRangeException>(() => new RocksDbOptions { WriteBufferBytes = -1 }).ParamName);
        Assert.Throws<ArgumentException>(() => RocksDbBackend.At(""));
    }

    [Fact]
    public void Tables_open_once_and_before_the_start()
    {
        using var store = Backend.Open(new() { OperatorId = "twice", KeyGroups = new(0, 127), Clock = new(Time) });
        store.OpenTimers<string, Keys.StringKeyCodec>();
        Assert.Throws<InvalidOperationException>(store.OpenTimers<string, Keys.StringKeyCodec>);
        Assert.Throws<InvalidOperationException>(store.BeginSnapshot);
        Assert.Throws<InvalidOperationException>(Store.Store.OpenRows<string, Keys.StringKeyCodec, CountingRow, CountingRowCodec>);
    }
}
