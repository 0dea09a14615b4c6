using System.Runtime.CompilerServices;
using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Tests.Native;

public sealed class DisposalTests : DatabaseFixture
{
    [Fact]
    public void A_disposed_database_refuses_every_call()
    {
        var rows = Rows;
        using var batch = new WriteBatch();
        using var indexed = new IndexedWriteBatch();
        using var flushing = new FlushOptions();
        Database.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Get(rows, "a"));
        Assert.Throws<ObjectDisposedException>(() => Put(rows, "a", "1"));
        Assert.Throws<ObjectDisposedException>(() => Database.Delete(rows, "a"u8));
        Assert.Throws<ObjectDisposedException>(() => Database.Write(batch));
        Assert.Throws<ObjectDisposedException>(() => Database.Write(indexed));
        Assert.Throws<ObjectDisposedException>(() => Database.Flush(flushing, rows));
        Assert.Throws<ObjectDisposedException>(() => Database.CreateFamily(Options, "late"));
        Assert.Throws<ObjectDisposedException>(() => new EntryIterator(Database, Reading, rows));
        Assert.Throws<ObjectDisposedException>(() => new DatabaseCheckpoint(Database));
    }

    [Fact]
    public void A_disposed_argument_is_refused_and_holds_nothing_open()
    {
        var family = Rows;
        family.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Get(family, "a"));
        Assert.Throws<ObjectDisposedException>(() => new EntryIterator(Database, Reading, family));
        AssertClosesAtOnce();
    }

    [Fact]
    public void Every_disposed_handle_refuses_its_calls()
    {
        var batch = new WriteBatch();
        var indexed = new IndexedWriteBatch();
        var iterator = new EntryIterator(Database, Reading, Rows);
        var checkpoint = new DatabaseCheckpoint(Database);
        var cache = new BlockCache(1 << 20);
        var tables = new BlockTableOptions();
        var options = new DatabaseOptions();
        foreach (var handle in (IDisposable[])[batch, indexed, iterator, checkpoint, cache, tables, options])
            handle.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Put(Rows, "a"u8, "1"u8));
        Assert.Throws<ObjectDisposedException>(() => indexed.Put(Rows, "a"u8, "1"u8));
        Assert.Throws<ObjectDisposedException>(indexed.SetSavePoint);
        Assert.Throws<ObjectDisposedException>(() => iterator.SeekToFirst());
        Assert.Throws<ObjectDisposedException>(() => Text(iterator.Key));
        Assert.Throws<ObjectDisposedException>(() => checkpoint.WriteTo(Directory["checkpoint"]));
        Assert.Throws<ObjectDisposedException>(() => cache.UsageBytes);
        Assert.Throws<ObjectDisposedException>(() => tables.FilterKeys(10));
        Assert.Throws<ObjectDisposedException>(() => Database.Open(options, Directory["other"]));
    }

    [Fact]
    public void A_closed_database_stays_open_natively_for_its_iterators()
    {
        Put(Rows, "a", "1");
        using (var below = ReadOptions.Between([], "z"u8))
        using (var iterator = new EntryIterator(Database, below, Rows))
        {
            below.Dispose();
            Database.Dispose();
            Assert.Equal(["a=1"], Entries(iterator));
            Assert.Throws<RocksDbException>(Reopen);
        }

        Reopen();
    }

    [Fact]
    public void A_disposed_database_refuses_calls_while_an_iterator_keeps_it_open_natively()
    {
        var rows = Rows;
        Put(rows, "a", "1");
        using var batch = new WriteBatch();
        using var flushing = new FlushOptions();
        using var iterator = new EntryIterator(Database, Reading, rows);
        Assert.True(iterator.SeekToFirst());

        Database.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Get(rows, "a"));
        Assert.Throws<ObjectDisposedException>(() => Put(rows, "a", "1"));
        Assert.Throws<ObjectDisposedException>(() => Database.Write(batch));
        Assert.Throws<ObjectDisposedException>(() => Database.Flush(flushing, rows));
        Assert.Throws<ObjectDisposedException>(() => batch.Put(rows, "a"u8, "1"u8));
        Assert.Throws<ObjectDisposedException>(() => new EntryIterator(Database, Reading, rows));
        Assert.Equal("1", Text(iterator.Value));
        Assert.False(iterator.MoveNext());
    }

    [Fact]
    public void A_disposed_iterator_refuses_every_use()
    {
        Put(Rows, "a", "1");
        var iterator = new EntryIterator(Database, Reading, Rows);
        Assert.True(iterator.SeekToFirst());

        iterator.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Text(iterator.Key));
        Assert.Throws<ObjectDisposedException>(() => Text(iterator.Value));
        Assert.Throws<ObjectDisposedException>(() => iterator.MoveNext());
        Assert.Throws<ObjectDisposedException>(() => iterator.MovePrevious());
        Assert.Throws<ObjectDisposedException>(() => iterator.SeekToFirst());
        Assert.Throws<ObjectDisposedException>(() => iterator.SeekToLast());
        Assert.Throws<ObjectDisposedException>(() => iterator.Seek("a"u8));
        Assert.Throws<ObjectDisposedException>(() => iterator.SeekAtOrBefore("a"u8));
    }

    [Fact]
    public void A_merged_iterator_outlives_the_disposal_of_all_that_it_was_made_from()
    {
        Put(Rows, "a", "1");
        var batch = new IndexedWriteBatch();
        batch.Put(Rows, "b"u8, "2"u8);
        using (var iterator = new EntryIterator(Database, batch, Reading, Rows))
        {
            batch.Dispose();
            Database.Dispose();
            Assert.Equal(["a=1", "b=2"], Entries(iterator));
        }

        Reopen();
    }

    [Fact]
    public void A_pinned_value_stays_readable_after_its_database_was_disposed()
    {
        Put(Rows, "a", "1");
        using (var value = Database.Get(Rows, "a"u8, []))
        {
            Database.Dispose();
            Assert.Equal("1", Text(value.Bytes));
        }

        Reopen();
    }

    [Fact]
    public void Disposing_twice_does_nothing_more()
    {
        Database.Dispose();
        Database.Dispose();
        Reopen();
    }

    [Fact]
    public void Failed_calls_hold_nothing_open()
    {
        Assert.Throws<RocksDbException>(() => Database.CreateFamily(Options, "rows"));
        Assert.Throws<RocksDbException>(() => Database.Open(Options, Database.Path, "rows", "maps"));
        AssertClosesAtOnce();
    }

    [Fact]
    public void A_forgotten_database_with_its_iterators_is_closed_by_finalisation_in_whatever_order()
    {
        for (var round = 0; round < 20; round++)
            OpenAndForget(Directory[$"forgotten{round}"]);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        for (var round = 0; round < 20; round++)
            Database.Open(Options, Directory[$"forgotten{round}"], "rows").Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OpenAndForget(string path)
    {
        var database = Database.Open(Options, path, "rows");
        var iterator = new EntryIterator(database, Reading, database.FindFamily("rows")!);
        Assert.False(iterator.SeekToFirst());
    }

    private void AssertClosesAtOnce()
    {
        Database.Dispose();
        Reopen();
    }

    // RocksDB's lock on the directory tells whether the database is closed.
    private void Reopen() => Database.Open(Options, Database.Path, "rows", "maps").Dispose();
}
