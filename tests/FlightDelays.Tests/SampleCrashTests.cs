using FlightDelays.Tests.Processes;
using FlightDelays.Tests.Results;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests;

/// <summary>The sample is killed.</summary>
public abstract class SampleCrashTests(string backend, int kills = 25) : CrashTests(backend, kills)
{
    private const int MostCheckpoints = 3;
    private const int MostChanges = 60;

    private static readonly string[] Width = ["--parallelism", "2", "--splits", "2"];
    private static readonly string[] Pace = ["--rate", "1500", "--checkpoint-every-ms", "40", "--progress-every-ms", "7"];

    private protected virtual ChildProcess Start(IEnumerable<string> arguments) => Sample.Start(arguments);

    private protected sealed override ChildProcess Start(Workspace workspace, CrashMoment? moment, Random random) =>
        Start(Sample.Arguments(workspace, Backend, moment is null ? Width : [.. Pace, .. Width]));

    /// <summary>Every other moment is the short one at which a checkpoint has come to exist and its output is not yet committed.</summary>
    private protected sealed override CrashMoment Draw(int kill, Random random)
    {
        var checkpoints = random.Next(MostCheckpoints + 1);
        var (changes, files) = random.Next(2) == 0 ? (random.Next(1, 3), "0*.json") : (random.Next(1, MostChanges + 1), "*");
        Func<string, bool>? line = checkpoints == 0 ? null : line => Sample.CheckpointsIn(line) >= checkpoints;
        return new($"after {checkpoints} checkpoints and {changes} changes to {files}", line, changes, files);
    }

    private protected sealed override async Task AssertExactAsync(Workspace workspace)
    {
        Assert.Equal(await Oracle.Rows, CommittedRows.Rows(workspace.Output));
        Assert.Empty(CommittedRows.Hidden(workspace.Output));
    }
}
