using System.Globalization;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests;

/// <summary>
/// A program that runs a job is killed again and again, at moments that are drawn at random. The output is in the end that of the oracle. In a soak, there are
/// ten times as many kills.
/// </summary>
[Trait("Category", "Slow")]
public abstract class Crashes(string backend, int kills)
{
    private protected async Task KillAgainAndAgainAsync()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STATEGEN_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        Log($"seed {seed} (set STATEGEN_SEED to draw the same moments)");
        for (var job = 0; job < TestScale.Of(1); job++)
        {
            Begin(job, TestScale.Of(1));
            await KillAndFinishAsync(random);
        }
    }

    private protected string Backend { get; set; } = backend;

    /// <summary>Begins with the next job.</summary>
    /// <param name="job">The number of the job, from 0.</param>
    /// <param name="jobs">The number of jobs.</param>
    private protected virtual void Begin(int job, int jobs)
    {
    }

    /// <summary>Writes the input of a job.</summary>
    private protected virtual Task PrepareAsync(Workspace workspace) => Task.CompletedTask;

    /// <summary>Draws when to kill the program.</summary>
    private protected abstract CrashMoment Draw(int kill, Random random);

    /// <summary>Starts the program.</summary>
    /// <param name="workspace">The directories of the job.</param>
    /// <param name="moment">When it will be killed; null if it runs to its end.</param>
    /// <param name="random">Draws options of the program.</param>
    private protected abstract ChildProcess Start(Workspace workspace, CrashMoment? moment, Random random);

    /// <summary>Checks that the output is exact and that nothing is left over.</summary>
    private protected abstract Task AssertExactAsync(Workspace workspace);

    private async Task KillAndFinishAsync(Random random)
    {
        using var workspace = new Workspace();
        await PrepareAsync(workspace);
        for (var kill = 1; kill <= kills; kill++)
            await KillAsync(workspace, kill, random);
        var result = await RunAsync(workspace, random);
        // The last kill may have come after the final checkpoint.
        Assert.Matches("from checkpoint [0-9]|was finished before", result.Error);
        await AssertExactAsync(workspace);
        await AssertStaysFinishedAsync(workspace, random);
    }

    private void Log(string line) => TestContext.Current.TestOutputHelper!.WriteLine($"{Backend}: {line}");

    // A job that came to its end before it was killed has to be right, and another is killed in its place.
    private async Task KillAsync(Workspace workspace, int kill, Random random)
    {
        var moment = Draw(kill, random);
        while (await RunUntilAsync(workspace, moment, random) is { } result)
        {
            Log($"the job ended before kill {kill}");
            Assert.True(result.ExitCode == 0, result.Error);
            await AssertExactAsync(workspace);
            workspace.Clear();
            await PrepareAsync(workspace);
        }

        Log($"kill {kill} {moment}");
    }

    /// <summary>Kills the job at its moment, or returns how it ended before.</summary>
    private async Task<ProcessResult?> RunUntilAsync(Workspace workspace, CrashMoment moment, Random random)
    {
        await using var process = Start(workspace, moment, random);
        return await moment.KillAsync(process, workspace.Root);
    }

    private async Task<ProcessResult> RunAsync(Workspace workspace, Random random)
    {
        await using var process = Start(workspace, moment: null, random);
        var result = await process.WaitAsync();
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private async Task AssertStaysFinishedAsync(Workspace workspace, Random random)
    {
        var before = workspace.Fingerprint();
        var result = await RunAsync(workspace, random);
        Assert.Contains("was finished before", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, workspace.Fingerprint());
    }
}
