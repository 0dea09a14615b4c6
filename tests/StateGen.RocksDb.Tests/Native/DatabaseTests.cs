using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Tests.Native;

public sealed class DatabaseTests : DatabaseFixture
{
    [Fact]
    public void A_missing_key_is_not_found()
    {
        using var value = Database.Get(Rows, "absent"u8, []);
        Assert.False(value.Found);
        Assert.True(value.Bytes.IsEmpty);
    }

    [Fact]
    public void What_was_put_is_read_and_what_was_deleted_is_not()
    {
        Put(Rows, "a", "1");
        Put(Rows, "b", "2");
        Database.Delete(Rows, "a"u8);
        Assert.Null(Get(Rows, "a"));
        Assert.Equal("2", Get(Rows, "b"));
    }

    [Fact]
    public void An_empty_value_is_found()
    {
        Put(Rows, "a", "");
        Assert.Equal("", Get(Rows, "a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void A_value_is_read_whole_whether_it_fits_into_the_buffer_or_not(int length)
    {
        var content = new string('v', length);
        Put(Rows, "a", content);
        using var value = Database.Get(Rows, "a"u8, stackalloc byte[8]);
        Assert.True(value.Found);
        Assert.Equal(content, Text(value.Bytes));
    }

    [Fact]
    public void Keys_and_values_may_hold_any_byte_and_be_large()
    {
        var key = Enumerable.Range(0, 65_536).Select(index => (byte)index).ToArray();
        var content = new byte[1_000_000];
        new Random(7).NextBytes(content);
        Database.Put(Rows, key, content);
        using var value = Database.Get(Rows, key, []);
        Assert.True(value.Bytes.SequenceEqual(content));
    }

    [Fact]
    public void Column_families_do_not_mix()
    {
        Put(Rows, "a", "row");
        Put(Maps, "a", "map");
        Database.Delete(Rows, "a"u8);
        Assert.Equal("map", Get(Maps, "a"));
    }

    [Fact]
    public void A_column_family_created_later_works_and_is_listed_after_closing()
    {
        var family = Database.CreateFamily(Options, "lists");
        Assert.Same(family, Database.FindFamily("lists"));
        Put(family, "a", "1");
        Assert.Equal("1", Get(family, "a"));
        Database.Dispose();
        var families = Database.ListFamilies(Options, Database.Path).Order(StringComparer.Ordinal);
        Assert.Equal(["default", "lists", "maps", "rows"], families, StringComparer.Ordinal);
    }

    [Fact]
    public void A_batch_enters_together_and_in_order()
    {
        using var batch = new WriteBatch();
        batch.Put(Rows, "a"u8, "1"u8);
        batch.Put(Rows, "a"u8, "2"u8);
        batch.Put(Maps, "b"u8, "3"u8);
        batch.Delete(Maps, "b"u8);
        Assert.Equal(4, batch.Count);
        Assert.Null(Get(Rows, "a"));
        Database.Write(batch);
        Assert.Equal("2", Get(Rows, "a"));
        Assert.Null(Get(Maps, "b"));
        batch.Clear();
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void Flushed_entries_survive_closing_although_there_is_no_log()
    {
        Put(Rows, "a", "1");
        Put(Maps, "a", "2");
        using (var flushing = new FlushOptions())
            Database.Flush(flushing, Rows);
        Database.Dispose();
        using var reopened = Database.Open(Options, Database.Path, "rows", "maps");
        Assert.Equal("1", Get(reopened, reopened.FindFamily("rows")!, "a"));
        Assert.Null(Get(reopened, reopened.FindFamily("maps")!, "a"));
    }

    [Fact]
    public void A_checkpoint_holds_unflushed_entries_and_nothing_written_later()
    {
        Put(Rows, "a", "1");
        Put(Maps, "m", "2");
        WriteCheckpoint(Directory["checkpoint"]);
        Put(Rows, "a", "later");
        using var copy = Database.Open(Options, Directory["checkpoint"], "rows", "maps");
        Assert.Equal("1", Get(copy, copy.FindFamily("rows")!, "a"));
        Assert.Equal("2", Get(copy, copy.FindFamily("maps")!, "m"));
    }

    [Fact]
    public void A_checkpoint_into_an_existing_directory_fails_and_says_where()
    {
        System.IO.Directory.CreateDirectory(Directory["checkpoint"]);
        var exception = Assert.Throws<RocksDbException>(() => WriteCheckpoint(Directory["checkpoint"]));
        Assert.Contains(Directory["checkpoint"], exception.Message, StringComparison.Ordinal);
        Assert.Equal(Database.Path, exception.Path);
    }

    [Fact]
    public void Two_databases_cannot_open_one_directory()
    {
        var exception = Assert.Throws<RocksDbException>(() => Database.Open(Options, Database.Path, "rows", "maps"));
        Assert.Equal("open", exception.Operation);
        Assert.Equal(Database.Path, exception.Path);
        Assert.Contains("lock", exception.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_missing_database_is_not_created_unless_asked_for()
    {
        using var strict = new DatabaseOptions();
        var exception = Assert.Throws<RocksDbException>(() => Database.Open(strict, Directory["absent"], "rows"));
        Assert.Contains("does not exist", exception.Reason, StringComparison.Ordinal);
        Assert.Equal("list the column families of", Assert.Throws<RocksDbException>(() => Database.ListFamilies(strict, Directory["absent"])).Operation);
    }

    [Fact]
    public void A_column_family_left_out_when_opening_is_an_error()
    {
        Database.Dispose();
        var exception = Assert.Throws<RocksDbException>(() => Database.Open(Options, Database.Path, "rows"));
        Assert.Contains("maps", exception.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_family_that_exists_cannot_be_created()
    {
        var exception = Assert.Throws<RocksDbException>(() => Database.CreateFamily(Options, "rows"));
        Assert.Contains("'rows'", exception.Operation, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_options_and_a_shared_cache_outlive_their_handles_in_the_database()
    {
        using var cache = new BlockCache(8 << 20);
        var options = new DatabaseOptions().CreateMissing().WriteBufferBytes(1 << 20).TotalWriteBufferBytes(4 << 20);
        using (var tables = new BlockTableOptions().CacheBlocksIn(cache).FilterKeys(bitsPerKey: 10))
            options.Tables(tables);
        using var tuned = Database.Open(options, Directory["tuned"], "rows");
        options.Dispose();
        tuned.Put(tuned.FindFamily("rows")!, "a"u8, "1"u8);
        using var flushing = new FlushOptions();
        tuned.Flush(flushing, tuned.FindFamily("rows")!);
        var before = cache.UsageBytes;
        Assert.Equal("1", Get(tuned, tuned.FindFamily("rows")!, "a"));
        Assert.True(cache.UsageBytes > before, "the block that was read is not in the cache");
    }

    private void WriteCheckpoint(string directory)
    {
        using var checkpoint = new DatabaseCheckpoint(Database);
        checkpoint.WriteTo(directory);
    }
}
