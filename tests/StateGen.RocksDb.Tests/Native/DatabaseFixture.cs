using System.Text;
using StateGen.RocksDb.Native;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Native;

/// <summary>An open database with the families "rows" and "maps", and the options that calls need.</summary>
public abstract class DatabaseFixture : IDisposable
{
    private protected TemporaryDirectory Directory { get; } = new();

    private protected DatabaseOptions Options { get; } = new DatabaseOptions().CreateMissing();

    private protected ReadOptions Reading { get; } = new();

    private protected Database Database { get; }

    private protected ColumnFamily Rows => Database.FindFamily("rows")!;

    private protected ColumnFamily Maps => Database.FindFamily("maps")!;

    protected DatabaseFixture() => Database = Database.Open(Options, Directory["db"], "rows", "maps");

    public void Dispose()
    {
        Database.Dispose();
        Options.Dispose();
        Reading.Dispose();
        Directory.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private protected void Put(ColumnFamily family, string key, string value) =>
        Database.Put(family, Bytes(key), Bytes(value));

    private protected string? Get(ColumnFamily family, string key) => Get(Database, family, key);

    private protected string? Get(Database database, ColumnFamily family, string key)
    {
        using var value = database.Get(family, Bytes(key), stackalloc byte[4]);
        return value.Found ? Text(value.Bytes) : null;
    }

    private protected static List<string> Entries(EntryIterator iterator)
    {
        var entries = new List<string>();
        for (var found = iterator.SeekToFirst(); found; found = iterator.MoveNext())
            entries.Add($"{Text(iterator.Key)}={Text(iterator.Value)}");
        return entries;
    }
}
