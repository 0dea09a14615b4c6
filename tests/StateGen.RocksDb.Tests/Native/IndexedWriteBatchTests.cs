using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Tests.Native;

public sealed class IndexedWriteBatchTests : DatabaseFixture
{
    [Fact]
    public void Reads_merge_the_batch_with_the_database()
    {
        Put(Rows, "kept", "1");
        Put(Rows, "changed", "1");
        Put(Rows, "deleted", "1");
        using var batch = new IndexedWriteBatch();
        batch.Put(Rows, "changed"u8, "2"u8);
        batch.Put(Rows, "added"u8, "2"u8);
        batch.Delete(Rows, "deleted"u8);
        Assert.Equal("1", GetMerged(batch, "kept"));
        Assert.Equal("2", GetMerged(batch, "changed"));
        Assert.Equal("2", GetMerged(batch, "added"));
        Assert.Null(GetMerged(batch, "deleted"));
        Assert.Null(GetMerged(batch, "absent"));
    }

    [Fact]
    public void Iteration_merges_the_batch_with_the_database_in_key_order()
    {
        foreach (var key in (string[])["b", "d", "f"])
            Put(Rows, key, "old");
        using var batch = new IndexedWriteBatch();
        batch.Put(Rows, "a"u8, "new"u8);
        batch.Put(Rows, "d"u8, "new"u8);
        batch.Put(Maps, "e"u8, "other family"u8);
        batch.Delete(Rows, "f"u8);
        batch.Put(Rows, "g"u8, "new"u8);
        using var iterator = new EntryIterator(Database, batch, Reading, Rows);
        Assert.Equal(["a=new", "b=old", "d=new", "g=new"], Entries(iterator));
    }

    [Fact]
    public void Seeking_again_after_removing_the_current_entry_continues_behind_it()
    {
        foreach (var key in (string[])["a", "b", "c"])
            Put(Rows, key, "old");
        using var batch = new IndexedWriteBatch();
        batch.Put(Rows, "b"u8, "new"u8);
        using var iterator = new EntryIterator(Database, batch, Reading, Rows);
        Assert.True(iterator.Seek("b"u8));
        batch.Delete(Rows, "b"u8);
        Assert.True(iterator.Seek("b"u8));
        Assert.Equal("c", Text(iterator.Key));
    }

    [Fact]
    public void Rolling_back_drops_what_was_written_since_the_save_point_and_nothing_else()
    {
        Put(Rows, "d", "stored");
        using var batch = new IndexedWriteBatch();
        batch.Put(Rows, "a"u8, "first"u8);
        batch.SetSavePoint();
        batch.Put(Rows, "a"u8, "second"u8);
        batch.Put(Rows, "b"u8, "second"u8);
        batch.Delete(Rows, "d"u8);
        batch.RollbackToSavePoint();
        Assert.Equal(1, batch.Count);
        Assert.Equal("first", GetMerged(batch, "a"));
        Assert.Null(GetMerged(batch, "b"));
        Assert.Equal("stored", GetMerged(batch, "d"));
        Database.Write(batch);
        Assert.Equal("first", Get(Rows, "a"));
        Assert.Null(Get(Rows, "b"));
        Assert.Equal("stored", Get(Rows, "d"));
    }

    [Fact]
    public void Save_points_nest()
    {
        using var batch = new IndexedWriteBatch();
        batch.SetSavePoint();
        batch.Put(Rows, "a"u8, "1"u8);
        batch.SetSavePoint();
        batch.Put(Rows, "a"u8, "2"u8);
        batch.RollbackToSavePoint();
        Assert.Equal("1", GetMerged(batch, "a"));
        batch.RollbackToSavePoint();
        Assert.Null(GetMerged(batch, "a"));
    }

    [Fact]
    public void Rolling_back_without_a_save_point_throws()
    {
        using var batch = new IndexedWriteBatch();
        batch.SetSavePoint();
        batch.Clear();
        Assert.Throws<InvalidOperationException>(batch.RollbackToSavePoint);
    }

    private string? GetMerged(IndexedWriteBatch batch, string key)
    {
        using var value = Database.Get(batch, Rows, Bytes(key));
        return value.Found ? Text(value.Bytes) : null;
    }
}
