using StateGen.Schemas;
using StateGen.Schemas.Migrations;

namespace StateGen.RocksDb.Tests.Backend;

public sealed class TimeToLiveTests : StoreFixture
{
    private protected override long? TimeToLive => 100;

    [Fact]
    public void Map_entries_expire_one_by_one_from_their_latest_write()
    {
        Store.Record("key", () => Store.Map.Put("early", 1));
        Store.Record("key", () => Store.Map.Put("rewritten", 1));
        Time.Milliseconds = 50;
        Store.Record("key", () => Store.Map.Put("rewritten", 2));
        Time.Milliseconds = 99;
        Assert.Equal(2, Store.ReadMap("key").Count);
        Time.Milliseconds = 100;
        Assert.Equal(new() { ["rewritten"] = 2 }, Store.ReadMap("key"));
        Store.Record("key", () =>
        {
            Assert.Equal(1, Store.Map.Count());
            Assert.False(Store.Map.TryGet("early", out _));
        });
        Assert.Equal(1, Store.Store.CountEntries());
        Time.Milliseconds = 150;
        Store.Record("key", () =>
        {
            Assert.True(Store.Map.IsEmpty());
            Assert.False(Store.Map.Remove("rewritten"));
        });
        Assert.Equal(0, Store.Store.CountEntries());
    }

    [Fact]
    public void List_elements_expire_one_by_one()
    {
        Store.Record("key", () => Store.List.Append("early"));
        Time.Milliseconds = 50;
        Store.Record("key", () => Store.List.Append("late"));
        Time.Milliseconds = 100;
        Assert.Equal(["late"], Store.ReadList("key"));
        Time.Milliseconds = 150;
        Store.Record("key", () => Assert.True(Store.List.IsEmpty()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_row_that_has_expired_as_a_whole_is_removed_wherever_it_is_found(int otherRows)
    {
        Store.StoreRow("key", new(-50, null));
        for (var index = 0; index < otherRows; index++)
            Store.StoreRow($"other{index}", new(1, null));
        Assert.Equal(otherRows + 1, Store.Store.CountEntries());
        Time.Milliseconds = 50;
        if (otherRows > 0)
            Assert.Equal(default, Store.Load("key"));
        else
            Store.StoreRow("key", new(-50, "written, but expired when it leaves the cache"));
        Assert.Equal(otherRows, Store.Store.CountEntries());
    }

    [Fact]
    public async Task Write_times_survive_a_restore()
    {
        Store.Record("key", () => Store.Map.Put("entry", 1));
        var snapshot = await Store.SnapshotAsync();
        Time.Milliseconds = 99;
        using var restored = await OpenStore.RestoreAsync(BackendAt("restored"), [snapshot], time: Time, timeToLive: TimeToLive);
        Assert.Single(restored.ReadMap("key"));
        Time.Milliseconds = 100;
        Assert.Empty(restored.ReadMap("key"));
    }

    [Fact]
    public async Task Entries_from_before_the_time_to_live_was_declared_live_from_the_restore_that_declared_it()
    {
        using var permanent = await OpenStore.FreshAsync(BackendAt("permanent"), Time);
        permanent.Record("key", () => permanent.Map.Put("entry", 1));
        var snapshot = await permanent.SnapshotAsync();
        Time.Milliseconds = 1_050;
        var migrations = StateMigrationTable.Of(SchemaChain.Start(Schema("")).Continue(Schema(", ttl 100 ms"), [], now: 1_000), []);
        using var restored = await OpenStore.RestoreAsync(BackendAt("restored"), [snapshot], time: Time, timeToLive: TimeToLive, migrations: migrations);
        Time.Milliseconds = 1_099;
        Assert.Single(restored.ReadMap("key"));
        Time.Milliseconds = 1_100;
        Assert.Empty(restored.ReadMap("key"));
    }

    private static OperatorSchema Schema(string timeToLive) => OperatorSchema.Parse($"operator operator\n  key string\n  map first: string -> int64{timeToLive}\n");
}
