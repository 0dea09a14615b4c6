using FlightDelays.Tests.Processes;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Storms;

/// <summary>A loop with operator hosts and offsets of its own, without a pipeline, is killed while it starts, polls, is saved or ends.</summary>
public abstract class ConsumerLoopTests(string backend) : Storm(backend, kills: 6)
{
    [Fact]
    public Task Killed_at_random_moments_the_loop_loses_nothing_and_repeats_nothing() => KillAgainAndAgainAsync();

    private protected override string[] Mode => ["loop"];

    private protected override CrashMoment Draw(int kill, Random random)
    {
        var (records, changes) = (random.Next(1, 2_000), random.Next(1, 20));
        return (kill % 4) switch
        {
            1 => new($"start, after {changes} changes", Line: null, changes),
            2 => new($"poll, after {records} records", line => Sample.RecordsIn(line) >= records, Changes: 0),
            3 => new($"checkpoint, after {changes} changes to the state", line => Sample.CheckpointsIn(line) >= 1, changes, Place: "state"),
            _ => new($"end, after {changes} changes since the end of the input", static line => line == "a split has ended", changes),
        };
    }

    private protected override Task AssertExactAsync(Workspace workspace)
    {
        StormData.AssertExactSums(workspace);
        return Task.CompletedTask;
    }
}

public sealed class MemoryConsumerLoopTests() : ConsumerLoopTests("memory");

public sealed class RocksDbConsumerLoopTests() : ConsumerLoopTests("rocksdb");
