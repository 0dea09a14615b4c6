using StateGen.RocksDb.Native;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Native;

public sealed class CompactionFilterTests : IDisposable
{
    // RocksDB stops writes before there are so many files that were not compacted.
    private const int MostFlushes = 100;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Compactions_drop_what_the_rule_names_and_keep_the_rest()
    {
        using var options = new DatabaseOptions().CreateMissing();
        using var filtered = new DatabaseOptions().CreateMissing();
        using var flush = new FlushOptions();
        using var database = Open(options, filtered);
        var family = database.FindFamily("rows")!;
        for (byte key = 0; key < 100; key++)
            database.Put(family, [0, key], key % 2 == 0 ? "old"u8 : "new"u8);
        // A file that contains keys from the first to the last is compacted with the others.
        for (var flushes = 0; Count(database, family) > 51; flushes++)
        {
            Assert.True(flushes < MostFlushes, $"{Count(database, family)} entries are left after {flushes} flushes.");
            database.Put(family, [0], "new"u8);
            database.Put(family, [0, 99], "new"u8);
            database.Flush(flush, family);
        }

        Assert.Equal(51, Count(database, family));
    }

    public void Dispose() => _directory.Dispose();

    // The database holds the filter, also after this has disposed it.
    private Database Open(DatabaseOptions options, DatabaseOptions filtered)
    {
        using var filter = new CompactionFilter(new OldEntries());
        filtered.FilterCompactions(filter);
        return Database.Open(options, _directory["db"], [new("rows", filtered)], [filter]);
    }

    private static int Count(Database database, ColumnFamily family)
    {
        using var reading = new ReadOptions();
        using var entries = new EntryIterator(database, reading, family);
        var count = 0;
        for (var found = entries.SeekToFirst(); found; found = entries.MoveNext())
            count++;
        return count;
    }

    private sealed class OldEntries : ICompactionRule
    {
        public bool IsDropped(ReadOnlySpan<byte> value) => value.SequenceEqual("old"u8);
    }
}
