using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.RocksDb.Tables;
using StateGen.Schemas;
using StateGen.Schemas.Migrations;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>What was written in an older schema is migrated when it is read, and keeps its bytes until it is written again.</summary>
public sealed class LazyMigrationTests : StoreFixture
{
    private const string Untouched = "untouched";
    private const string Touched = "touched";

    // The row of the store is a number and a text; its maps are first and second.
    private static readonly OperatorSchema Old = OperatorSchema.Parse("""
        operator operator
          key string
          list elements: string
          map first: string -> int64
          value Before: int64
          value Text: string?
        """);

    private static readonly OperatorSchema New = OperatorSchema.Parse("""
        operator operator
          key string
          value Count: int64
          value Text: string?
          map first: string -> int64
          map second (formerly first): string -> int64
        """);

    private static StateMigrationTable Migrations => StateMigrationTable.Of(SchemaChain.Start(Old).Continue(New, [], now: 0), []);

    [Fact]
    public async Task A_row_keeps_its_bytes_until_it_is_stored()
    {
        Store.StoreRow(Untouched, new(7, "a"));
        Store.StoreRow(Touched, new(8, "b"));
        using var store = await RestoreAsync();
        Assert.Equal(new(0, "a"), store.Load(Untouched));
        var row = store.Load(Touched);
        store.StoreRow(Touched, row with { Count = 9 });
        Assert.Equal(new(9, "b"), store.Load(Touched));
        using var bytes = await OpenRawAsync(store, "raw");
        Assert.Equal([1, 0x90, 0x92, 7, 0xa1, (byte)'a'], Row(bytes, Untouched));
        Assert.Equal([2, 0x90, 0x92, 9, 0xa1, (byte)'b'], Row(bytes, Touched));
    }

    [Fact]
    public async Task A_row_that_nothing_of_is_left_is_no_entry()
    {
        Store.StoreRow(Touched, new(8, null));
        using var store = await RestoreAsync();
        Assert.Equal(default, store.Load(Touched));
        Assert.Equal(0, store.Store.CountEntries());
    }

    [Fact]
    public async Task A_renamed_map_keeps_its_entries_and_the_name_finds_nothing_old()
    {
        Store.Record(Touched, () => Store.Map.Put("a", 1));
        using var store = await RestoreAsync();
        Assert.Equal(1, store.ReadMap(Touched, store.OtherMap)["a"]);
        Assert.Empty(store.ReadMap(Touched, store.Map));
        store.Record(Touched, () => store.Map.Put("b", 2));
        using var again = await RestoreAsync(await store.SnapshotAsync(), "again");
        Assert.Equal((1, 2), (again.ReadMap(Touched, again.OtherMap)["a"], again.ReadMap(Touched, again.Map)["b"]));
    }

    [Fact]
    public async Task A_schema_number_outside_the_chain_is_refused()
    {
        Store.StoreRow(Touched, new(8, "b"));
        using var store = await OpenStore.RestoreAsync(BackendAt("restored"), [await Store.SnapshotAsync()], migrations: StateMigrationTable.Of(schemaNumber: 3));
        Assert.Contains("schema 1", Assert.Throws<CheckpointFormatException>(() => store.Load(Touched)).Message, StringComparison.Ordinal);
    }

    private async Task<OpenStore> RestoreAsync() => await RestoreAsync(await Store.SnapshotAsync(), "restored");

    private Task<OpenStore> RestoreAsync(RestoredState state, string name) => OpenStore.RestoreAsync(BackendAt(name), [state], migrations: Migrations);

    private async Task<StateDatabase> OpenRawAsync(OpenStore store, string name)
    {
        var state = await store.SnapshotAsync();
        System.IO.Directory.CreateDirectory(Directory[name]);
        foreach (var file in state.Files.Names)
        {
            await using var source = await state.Files.OpenReadAsync(file, default);
            await using var target = File.Create(Path.Combine(Directory[name], file));
            await source.CopyToAsync(target);
        }

        return StateDatabase.Open(Directory[name], new(new()), ["rows"], static () => { });
    }

    private static byte[] Row(StateDatabase database, string key)
    {
        var writer = new KeyWriter(stackalloc byte[StoredKey.StackLength]);
        StoredKey.WritePrefix<string, StringKeyCodec>(ref writer, in key, StringKeyCodec.Hash(key), KeyGroups.DefaultMaxParallelism);
        using var stored = database.GetStored(database.Family("rows"), writer.Written, []);
        return stored.Bytes.ToArray();
    }
}
