using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

/// <summary>Opens memory stores with the options that a test cares about.</summary>
internal static class TestStores
{
    public const int MaxParallelism = 8;

    /// <summary>Opens a store whose clock follows a manual time at once: the tests set it between records.</summary>
    public static StateStore Open(
        TimeProvider? time = null, KeyGroupRange? keyGroups = null, int schemaNumber = 1, MemoryBackend? backend = null, int maxParallelism = MaxParallelism)
    {
        var store = (backend ?? MemoryBackend.Default).Open(Options(time, keyGroups, schemaNumber, maxParallelism));
        if (time is ManualTime manual)
            manual.Changed += () => store.Clock.Advance();
        return store;
    }

    public static StateStoreOptions Options(
        TimeProvider? time = null, KeyGroupRange? keyGroups = null, int schemaNumber = 1, int maxParallelism = MaxParallelism) => new()
        {
            OperatorId = "test",
            MaxParallelism = maxParallelism,
            KeyGroups = keyGroups ?? new(0, maxParallelism - 1),
            Migrations = StateMigrationTable.Of(schemaNumber),
            Clock = new(time ?? TimeProvider.System),
        };

    public static void SetKey(this CurrentKey<long> currentKey, long key) => currentKey.Set(in key, IntegerKeyCodec<long>.Hash(in key));

    public static void SetKey(this CurrentKey<string> currentKey, string key) => currentKey.Set(in key, StringKeyCodec.Hash(in key));

    /// <summary>The number of entries, counted one by one and as the statistics have it.</summary>
    public static void AssertEntries(this StateStore store, long expected)
    {
        Assert.Equal((expected, expected), (store.CountEntries(), store.ReadStatistics().Entries));
        Assert.True(store.ReadStatistics().SizeBytes >= expected * sizeof(long));
    }

    /// <summary>Takes a snapshot and restores it into another store.</summary>
    public static async Task<MemorySnapshotFiles> CopyAsync(this StateStore from, StateStore to)
    {
        var files = new MemorySnapshotFiles();
        using (var snapshot = from.BeginSnapshot())
        {
            await snapshot.WriteAsync(files, CancellationToken.None);
            await to.StartAsync([new(from.Options.KeyGroups, snapshot.ListCounter, files)], CancellationToken.None);
        }

        return files;
    }
}
