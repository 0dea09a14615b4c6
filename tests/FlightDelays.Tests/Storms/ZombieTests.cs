using System.Diagnostics;
using System.Globalization;
using FlightDelays.Tests.Processes;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Storms;

/// <summary>
/// A process stands still in the midst of a checkpoint, another one takes the job over on the storage that they share, and the first one goes on. It ends, and
/// the output is exact.
/// </summary>
[Trait("Category", "Slow")]
public abstract class ZombieTests(SharedStorage storage)
{
    private const int LatestPass = 12;
    private const int Checkpoints = 3;

    // An attempt that was superseded is to end within ten seconds. The rest is for a machine that is busy.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private protected async Task StopAsync(string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program stops itself with the signal numbers of Linux.");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STATEGEN_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        Log($"seed {seed} (set STATEGEN_SEED to draw the same passes)");
        var random = new Random(seed);
        for (var round = TestScale.Of(1, soak: 20); round > 0; round--)
            await StopAsync(place, new(random.Next(1, LatestPass + 1), random.Next(2) == 0 ? "memory" : "rocksdb", random.Next(1, 4), random.Next(2) == 0));
    }

    private static void Log(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    private async Task StopAsync(string place, Round round)
    {
        using var workspace = new Workspace();
        StormData.Write(workspace);
        var uri = (await storage.CreatePlaceAsync(workspace)).Uri;
        await using var first = Start(workspace, round, step: 10, uri, place, $"{round.Pass}");
        if (await first.ReadErrorLineAsync(static line => line.StartsWith("stops at", StringComparison.Ordinal)) is null)
            Assert.Fail((await first.WaitAsync()).Error);
        await first.WaitUntilStoppedAsync();
        await using var second = Start(workspace, round, step: round.SuccessorFinishes ? 1_000_000 : 200, uri);
        if (!round.SuccessorFinishes)
            Assert.NotNull(await second.ReadErrorLineAsync(static line => Sample.CheckpointsIn(line) >= Checkpoints));
        var successor = second.WaitAsync();
        if (round.SuccessorFinishes)
            await AssertFinishedAsync(successor);
        await AssertSupersededAsync(first, $"{place}, {round}");
        await AssertFinishedAsync(successor);
        StormData.AssertExact(workspace);
    }

    private static ChildProcess Start(Workspace workspace, Round round, int step, string uri, params string[] stop) =>
        Sample.StartProgram("StateGen.Storms.dll", [workspace.Root, round.Backend, $"{round.Parallelism}", $"{step}", "shared", uri, .. stop]);

    private static async Task AssertFinishedAsync(Task<ProcessResult> running)
    {
        var result = await running.WaitAsync(2 * Limit, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static async Task AssertSupersededAsync(ChildProcess process, string round)
    {
        var since = Stopwatch.GetTimestamp();
        await process.ContinueAsync();
        var result = await process.WaitAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);
        Log($"{round}: ended after {Stopwatch.GetElapsedTime(since).TotalSeconds:F2} s");
        Assert.True(result.ExitCode == 1, result.Error);
        Assert.Contains("JobSupersededException: Attempt 1 of job 'storm' has ended, because attempt 2, in process ", result.Error, StringComparison.Ordinal);
    }

    private sealed record Round(int Pass, string Backend, int Parallelism, bool SuccessorFinishes);
}

/// <summary>Zombies on a directory without a lock.</summary>
public sealed class DirectoryZombieTests(LocalStorage storage) : ZombieTests(storage), IClassFixture<LocalStorage>
{
    [Theory]
    [InlineData("snapshot")]
    [InlineData("prepare")]
    [InlineData("manifest")]
    [InlineData("completion")]
    [InlineData("commit")]
    [InlineData("mark")]
    [InlineData("discard")]
    public Task A_process_that_stood_still_ends_and_harms_nothing_of_its_successor(string place) => StopAsync(place);
}

/// <summary>Zombies on Azure Blob Storage; only in a soak at every place.</summary>
public sealed class AzuriteZombieTests(AzuriteStorage storage) : ZombieTests(storage), IClassFixture<AzuriteStorage>
{
    public static TheoryData<string> Places => TestScale.IsSoak
        ? new("snapshot", "prepare", "manifest", "completion", "commit", "mark", "discard")
        : new("manifest", "commit", "discard");

    [Theory]
    [MemberData(nameof(Places))]
    public Task A_process_that_stood_still_ends_and_harms_nothing_of_its_successor(string place) => StopAsync(place);
}
