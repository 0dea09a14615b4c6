using StateGen;
using StateGen.Checkpoints;
using StateGen.Contracts;
using StateGen.TestKit;

namespace FlightDelays.Tests.Storms;

/// <summary>The contract of storages on real servers, with all replicas and with one less.</summary>
public abstract class SharedContractTests(SharedStorage storage) : CheckpointStorageContract, IDisposable
{
    private readonly Workspace _workspace = new();
    private StoragePlace? _place;

    [SoakFact]
    public async Task The_storage_keeps_the_contract_also_without_one_of_its_replicas()
    {
        await VerifyAsync(TestContext.Current.CancellationToken);
        storage.LoseReplica();
        await VerifyAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _workspace.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken)
    {
        _place ??= await storage.CreatePlaceAsync(_workspace);
        return CheckpointTarget.Parse(_place.Uri).Open(out _);
    }
}

[Collection(GlusterStorage.OneAtATime)]
public sealed class GlusterContractTests(GlusterStorage storage) : SharedContractTests(storage), IClassFixture<GlusterStorage>;

public sealed class SwiftContractTests(SwiftStorage storage) : SharedContractTests(storage), IClassFixture<SwiftStorage>;
