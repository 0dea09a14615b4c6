using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>A started store on a backend whose row cache is so small that most rows are not in it.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    private protected TemporaryDirectory Directory { get; } = new();

    private protected RocksDbBackend Backend { get; private set; } = null!;

    private protected ManualTime Time { get; } = new();

    private protected OpenStore Store { get; private set; } = null!;

    private protected virtual long? TimeToLive => null;

    public async ValueTask InitializeAsync()
    {
        Backend = BackendAt("state");
        Store = await OpenStore.FreshAsync(Backend, Time, TimeToLive);
    }

    public ValueTask DisposeAsync()
    {
        Store.Dispose();
        Directory.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected RocksDbBackend BackendAt(string name) => RocksDbBackend.At(Directory[name], new() { RowCacheEntries = 16 });
}
