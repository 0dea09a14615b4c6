using StateGen.Keys;
using StateGen.Serialization;
using Sharp = RocksDbSharp;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>Another binding, RocksDbSharp, reads a snapshot that ours wrote.</summary>
public sealed class IndependentReaderTests : StoreFixture
{
    private const int RowCount = 300;

    private static readonly string[] Families = ["list:first", "list:second", "map:first", "map:second", "rows", "timers"];

    [Fact]
    public async Task Another_binding_reads_every_family_and_entry_of_a_snapshot()
    {
        Fill();
        var path = await WriteSnapshotAsync();

        Assert.Equal(Families, Sharp.RocksDb.ListColumnFamilies(new Sharp.DbOptions(), path).Except(["default"], StringComparer.Ordinal).Order(StringComparer.Ordinal));
        using var database = OpenReadOnly(path);
        Assert.Equal([1, 0, RowCount, 1, RowCount, 2], Families.Select(family => Read(database, family).Count));
    }

    [Fact]
    public async Task What_it_reads_is_a_row_in_the_documented_format()
    {
        Fill();
        using var database = OpenReadOnly(await WriteSnapshotAsync());

        var rows = Read(database, "rows").ToDictionary(entry => DecodeKey(entry.Key), entry => DecodeRow(entry.Value), StringComparer.Ordinal);

        Assert.Equal(Enumerable.Range(0, RowCount).ToDictionary(KeyOf, RowOf, StringComparer.Ordinal), rows);
    }

    [Fact]
    public async Task Both_bindings_use_the_same_native_library()
    {
        using var database = OpenReadOnly(await WriteSnapshotAsync());
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists what is mapped in a file.");

        var mapped = File.ReadLines("/proc/self/maps").Where(line => line.Contains("rocksdb", StringComparison.Ordinal) && line.Contains(".so", StringComparison.Ordinal));

        Assert.Equal([RocksDbLibrary.Path], mapped.Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).Distinct(StringComparer.Ordinal));
    }

    private static string KeyOf(int number) => $"key {number}";

    private static CountingRow RowOf(int number) => new(number + 1, number % 2 == 0 ? $"text {number}" : null);

    private void Fill()
    {
        for (var number = 0; number < RowCount; number++)
        {
            Store.Record(KeyOf(number), () =>
            {
                Store.StoreRow(KeyOf(number), RowOf(number));
                Store.Map.Put("entry", number);
            });
        }

        Store.Record("one", () =>
        {
            Store.OtherMap.Put("entry", 1);
            Store.List.Append("element");
            Store.Register("one", 10);
            Store.Register("one", 20);
        });
    }

    private async Task<string> WriteSnapshotAsync()
    {
        var files = (await Store.SnapshotAsync()).Files;
        var path = System.IO.Directory.CreateDirectory(Directory["snapshot"]).FullName;
        foreach (var name in files.Names)
        {
            await using var target = File.Create(Path.Combine(path, name));
            await (await files.OpenReadAsync(name, default)).CopyToAsync(target, TestContext.Current.CancellationToken);
        }

        return path;
    }

    private static Sharp.RocksDb OpenReadOnly(string path)
    {
        var families = new Sharp.ColumnFamilies();
        foreach (var family in Families)
            families.Add(family, new Sharp.ColumnFamilyOptions());
        return Sharp.RocksDb.OpenReadOnly(new Sharp.DbOptions(), path, families, false);
    }

    private static List<(byte[] Key, byte[] Value)> Read(Sharp.RocksDb database, string family)
    {
        var entries = new List<(byte[], byte[])>();
        using var iterator = database.NewIterator(database.GetColumnFamily(family));
        for (iterator.SeekToFirst(); iterator.Valid(); iterator.Next())
            entries.Add((iterator.Key(), iterator.Value()));
        return entries;
    }

    private static string DecodeKey(byte[] storedKey)
    {
        var reader = new KeyReader(storedKey);
        var keyGroup = reader.ReadUInt16();
        var key = StringKeyCodec.Read(ref reader);
        Assert.Equal(KeyGroups.Of(StringKeyCodec.Hash(key), KeyGroups.DefaultMaxParallelism), keyGroup);
        return key;
    }

    private static CountingRow DecodeRow(byte[] stored)
    {
        var reader = new MessagePackReader(stored);
        Assert.Equal(1, EntryHeader.ReadSchemaNumber(ref reader));
        return CountingRowCodec.Read(ref reader);
    }
}
