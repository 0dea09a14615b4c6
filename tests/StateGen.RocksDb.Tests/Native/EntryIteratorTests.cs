using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Tests.Native;

public sealed class EntryIteratorTests : DatabaseFixture
{
    [Fact]
    public void Entries_come_in_unsigned_byte_order()
    {
        Database.Put(Rows, [0xFF], "3"u8);
        Database.Put(Rows, [0x01], "1"u8);
        Database.Put(Rows, [0x01, 0x00], "2"u8);
        using var iterator = new EntryIterator(Database, Reading, Rows);
        var values = new List<string>();
        for (var found = iterator.SeekToFirst(); found; found = iterator.MoveNext())
            values.Add(Text(iterator.Value));
        Assert.Equal(["1", "2", "3"], values);
    }

    [Fact]
    public void Seeking_finds_the_nearest_entry_on_either_side()
    {
        Put(Rows, "b", "1");
        Put(Rows, "d", "2");
        using var iterator = new EntryIterator(Database, Reading, Rows);
        Assert.True(iterator.Seek("c"u8));
        Assert.Equal("d", Text(iterator.Key));
        Assert.True(iterator.SeekAtOrBefore("c"u8));
        Assert.Equal("b", Text(iterator.Key));
        Assert.False(iterator.MovePrevious());
        Assert.True(iterator.SeekToLast());
        Assert.Equal("d", Text(iterator.Key));
        Assert.False(iterator.Seek("e"u8));
        Assert.False(iterator.SeekAtOrBefore("a"u8));
    }

    [Fact]
    public void An_upper_bound_ends_the_iteration()
    {
        foreach (var key in (string[])["a", "b", "c"])
            Put(Rows, key, key);
        using var below = ReadOptions.Between([], "c"u8);
        using var iterator = new EntryIterator(Database, below, Rows);
        Assert.Equal(["a=a", "b=b"], Entries(iterator));
    }

    [Fact]
    public void A_scan_past_the_cache_reads_the_same_entries()
    {
        Put(Rows, "a", "1");
        using var scan = ReadOptions.Scan();
        using var iterator = new EntryIterator(Database, scan, Rows);
        Assert.Equal(["a=1"], Entries(iterator));
    }

    [Fact]
    public void Writes_after_its_creation_are_not_seen()
    {
        Put(Rows, "a", "1");
        using var iterator = new EntryIterator(Database, Reading, Rows);
        Put(Rows, "b", "2");
        Assert.Equal(["a=1"], Entries(iterator));
    }

    [Fact]
    public void Reading_or_moving_where_there_is_no_entry_throws()
    {
        using var iterator = new EntryIterator(Database, Reading, Rows);
        Assert.Throws<InvalidOperationException>(() => Text(iterator.Key));
        Assert.False(iterator.SeekToFirst());
        Assert.Throws<InvalidOperationException>(() => Text(iterator.Value));
        Assert.Throws<InvalidOperationException>(() => iterator.MoveNext());
        Assert.Throws<InvalidOperationException>(() => iterator.MovePrevious());
    }
}
