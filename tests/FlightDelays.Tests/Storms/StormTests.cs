namespace FlightDelays.Tests.Storms;

/// <summary>Storms on a directory that one process locks.</summary>
public abstract class StormTests(string backend) : Storm(backend)
{
    [Fact]
    public Task Killed_at_random_moments_the_job_loses_nothing_and_repeats_nothing() => KillAgainAndAgainAsync();

    private protected override async Task AssertExactAsync(Workspace workspace)
    {
        await base.AssertExactAsync(workspace);
        await new StoragePlace(workspace.Checkpoints, workspace.State).AssertTidyAsync();
    }
}

public sealed class MemoryStormTests() : StormTests("memory");

public sealed class RocksDbStormTests() : StormTests("rocksdb");
