using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Storms;

/// <summary>Storms on a storage that several processes share, a hundred kills on each. Half-way, the storage loses one of its replicas.</summary>
public abstract class SharedStormTests(SharedStorage storage) : Storm("memory")
{
    private StoragePlace? _place;

    [SoakFact]
    public Task Killed_at_random_moments_a_job_on_shared_storage_loses_nothing_repeats_nothing_and_leaves_nothing_behind() => KillAgainAndAgainAsync();

    private protected override string[] Mode => ["shared", _place!.Uri];

    private protected override void Begin(int job, int jobs)
    {
        Backend = job % 2 == 0 ? "memory" : "rocksdb";
        if (job == jobs / 2)
            storage.LoseReplica();
    }

    private protected override async Task PrepareAsync(Workspace workspace)
    {
        await base.PrepareAsync(workspace);
        _place = await storage.CreatePlaceAsync(workspace);
    }

    private protected override CrashMoment Draw(int kill, Random random)
    {
        var moment = base.Draw(kill, random);
        return moment.Files == "*" && moment.Place != "" ? moment with { Place = _place!.Files } : moment;
    }

    private protected override async Task AssertExactAsync(Workspace workspace)
    {
        await base.AssertExactAsync(workspace);
        await _place!.AssertTidyAsync();
    }
}

public sealed class LocalSharedStormTests(LocalStorage storage) : SharedStormTests(storage), IClassFixture<LocalStorage>;

public sealed class AzuriteStormTests(AzuriteStorage storage) : SharedStormTests(storage), IClassFixture<AzuriteStorage>;

public sealed class SwiftStormTests(SwiftStorage storage) : SharedStormTests(storage), IClassFixture<SwiftStorage>;

[Collection(GlusterStorage.OneAtATime)]
public sealed class GlusterStormTests(GlusterStorage storage) : SharedStormTests(storage), IClassFixture<GlusterStorage>;
