using System.Globalization;
using FlightDelays.Tests.Processes;
using FlightDelays.Tests.Results;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests;

/// <summary>
/// The sample is killed again and again while it runs, at moments that are drawn at random. The rows are in the end those of the oracle.
/// </summary>
[Trait("Category", "Slow")]
public abstract class CrashTests(string backend, int kills = 25)
{
    private static readonly string[] Options = ["--rate", "1500", "--checkpoint-every-ms", "40", "--progress-every-ms", "7", "--parallelism", "2", "--splits", "2"];

    [Fact]
    public async Task Killed_at_random_moments_the_job_loses_nothing_and_repeats_nothing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STATEGEN_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        Log($"seed {seed} (set STATEGEN_SEED to draw the same moments)");
        for (var job = TestScale.Of(1); job > 0; job--)
            await KillAndFinishAsync(random);
    }

    protected virtual ChildProcess Start(IEnumerable<string> arguments) => Sample.Start(arguments);

    private async Task<ProcessResult> RunAsync(IEnumerable<string> arguments)
    {
        await using var process = Start(arguments);
        return await process.WaitAsync();
    }

    private async Task KillAndFinishAsync(Random random)
    {
        using var workspace = new Workspace();
        for (var kill = 1; kill <= kills; kill++)
            await KillAsync(workspace, kill, CrashMoment.Draw(random));
        await AssertFinishesAsync(workspace);
        await AssertStaysFinishedAsync(workspace);
    }

    private void Log(string line) => TestContext.Current.TestOutputHelper!.WriteLine($"{backend}: {line}");

    // A job that came to its end before it was killed has to be right, and another is killed in its place.
    private async Task KillAsync(Workspace workspace, int kill, CrashMoment moment)
    {
        while (await RunUntilAsync(workspace, moment) is { } result)
        {
            Log($"the job ended before kill {kill}");
            await AssertExactAsync(result, workspace);
            workspace.Clear();
        }

        Log($"kill {kill} {moment}");
    }

    /// <summary>Kills the job at its moment, or returns how it ended before.</summary>
    private async Task<ProcessResult?> RunUntilAsync(Workspace workspace, CrashMoment moment)
    {
        await using var process = Start(Sample.Arguments(workspace, backend, Options));
        if (moment.Checkpoints > 0)
            await process.ReadErrorLineAsync(line => Sample.CheckpointsIn(line) >= moment.Checkpoints);
        using var changed = new FileChanges(workspace.Root, moment.Files, moment.Changes);
        var ended = process.WaitAsync();
        if (await Task.WhenAny(ended, changed.Reached) == ended)
            return await ended;
        await process.KillAsync();
        await ended;
        return null;
    }

    private async Task AssertFinishesAsync(Workspace workspace)
    {
        var result = await RunAsync(Sample.Arguments(workspace, backend, "--parallelism", "2", "--splits", "2"));
        Assert.Contains("from checkpoint", result.Error, StringComparison.Ordinal);
        await AssertExactAsync(result, workspace);
    }

    private static async Task AssertExactAsync(ProcessResult result, Workspace workspace)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(await Oracle.Rows, CommittedRows.Rows(workspace.Output));
        Assert.Empty(CommittedRows.Hidden(workspace.Output));
    }

    private async Task AssertStaysFinishedAsync(Workspace workspace)
    {
        var before = workspace.Fingerprint();
        var result = await RunAsync(Sample.Arguments(workspace, backend));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("was finished before", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, workspace.Fingerprint());
    }
}
