using System.Globalization;
using FlightDelays.Tests.Processes;
using FlightDelays.Tests.Results;
using StateGen.Tests;

namespace FlightDelays.Tests;

/// <summary>
/// The sample is killed again and again while it runs, at moments that are drawn at random: half of them after a number of records, half after a number of
/// changes to its files, in the middle of a restore, a checkpoint or a commit. The rows are in the end those of the oracle.
/// </summary>
public abstract class CrashTests(string backend)
{
    private const int Kills = 25;

    // A run is killed within its first 600 records, so that 25 of them do not reach the end of the 20,000.
    private const int MostRecords = 600;
    private const int MostChanges = 120;
    private static readonly string[] Options = ["--rate", "1500", "--checkpoint-every-ms", "40", "--progress-every-ms", "7", "--parallelism", "2", "--splits", "2"];

    [Fact]
    public async Task Killed_at_25_random_moments_the_job_loses_nothing_and_repeats_nothing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STATEGEN_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        Log($"seed {seed} (set STATEGEN_SEED to draw the same moments)");
        for (var job = TestScale.Of(1); job > 0; job--)
            await KillAndFinishAsync(random);
    }

    private async Task KillAndFinishAsync(Random random)
    {
        using var workspace = new Workspace();
        for (var kill = 1; kill <= Kills; kill++)
            Log($"kill {kill} {await RunAndKillAsync(workspace, random)}");
        await AssertFinishesAsync(workspace);
        await AssertStaysFinishedAsync(workspace);
    }

    private void Log(string line) => TestContext.Current.TestOutputHelper!.WriteLine($"{backend}: {line}");

    private Task<string> RunAndKillAsync(Workspace workspace, Random random) => random.Next(2) == 0
        ? RunAndKillAsync(workspace, random.Next(MostRecords), changes: int.MaxValue)
        : RunAndKillAsync(workspace, MostRecords, random.Next(1, MostChanges));

    private async Task<string> RunAndKillAsync(Workspace workspace, int records, int changes)
    {
        using var changed = new FileChanges(workspace.Root, changes);
        await using var process = Sample.Start(Sample.Arguments(workspace, backend, Options));
        var reading = process.ReadErrorLineAsync(line => Sample.RecordsIn(line) is not { } read || read >= records);
        if (await Task.WhenAny(reading, changed.Reached) != reading)
        {
            await process.KillAsync();
            return $"at change {changes} of a file";
        }

        var line = await reading;
        if (line is null || Sample.RecordsIn(line) is null)
            Assert.Fail($"The job ended before it was killed. {(await process.WaitAsync()).Error}");
        await process.KillAsync();
        return $"at {line}";
    }

    private async Task AssertFinishesAsync(Workspace workspace)
    {
        var result = await Sample.RunAsync(Sample.Arguments(workspace, backend, "--parallelism", "2", "--splits", "2"));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("from checkpoint", result.Error, StringComparison.Ordinal);
        Assert.Equal(await Oracle.Rows, CommittedOutput.Rows(workspace.Output));
        Assert.Empty(CommittedOutput.Hidden(workspace.Output));
    }

    private async Task AssertStaysFinishedAsync(Workspace workspace)
    {
        var before = workspace.Fingerprint();
        var result = await Sample.RunAsync(Sample.Arguments(workspace, backend));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("was finished before", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, workspace.Fingerprint());
    }
}
