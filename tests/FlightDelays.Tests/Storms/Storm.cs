using FlightDelays.Tests.Processes;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Storms;

/// <summary>
/// A job with two sources, a union, functions, two operators, a broadcast, a side output and two sinks is killed while it starts, reads, takes a checkpoint,
/// commits or ends.
/// Each run has another parallelism.
/// </summary>
public abstract class Storm(string backend, int kills = 10) : Crashes(backend, kills)
{
    private protected override Task PrepareAsync(Workspace workspace)
    {
        StormData.Write(workspace);
        return Task.CompletedTask;
    }

    // The rest of the input is read without pauses before a kill at the end, so such a kill is the last one of its job.
    private protected sealed override ChildProcess Start(Workspace workspace, CrashMoment? moment, Random random)
    {
        var step = moment is null || moment.Description.StartsWith("end", StringComparison.Ordinal) ? 1_000_000 : 10;
        return Sample.StartProgram("StateGen.Storms.dll", [workspace.Root, Backend, $"{random.Next(1, 4)}", $"{step}", .. Mode]);
    }

    /// <summary>Further arguments of the program.</summary>
    private protected virtual string[] Mode => [];

    private protected override CrashMoment Draw(int kill, Random random)
    {
        var (records, changes) = (random.Next(1, 2_000), random.Next(1, 20));
        return (kill % 5) switch
        {
            1 => new($"start, after {changes} changes", Line: null, changes),
            2 => new($"read, after {records} records", line => Sample.RecordsIn(line) >= records, Changes: 0),
            3 => new($"checkpoint, after {changes} changes to the state", line => Sample.CheckpointsIn(line) >= 1, changes, Place: "state"),
            4 => new(
                $"commit, after {1 + (changes % 3)} changes to visible output", line => Sample.CheckpointsIn(line) >= 1, 1 + (changes % 3), "part-*",
                random.Next(2) == 0 ? "sums" : "alerts"),
            _ => new($"end, after {changes} changes since the end of a split", static line => line == "a split has ended", changes),
        };
    }

    private protected override Task AssertExactAsync(Workspace workspace)
    {
        StormData.AssertExact(workspace);
        return Task.CompletedTask;
    }
}
