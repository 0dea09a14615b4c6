using System.Globalization;
using System.Runtime.InteropServices;
using NodaTime;
using NodaTime.Text;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace StateGen.MessagePack.Tests.Crashes;

/// <summary>A job whose state is stored by a formatter is killed again and again. The rows are in the end those of a program without state.</summary>
[Trait("Category", "Slow")]
public class CrashTests
{
    private const int Kills = 4;

    // RUNTIME/shared/Microsoft.NETCore.App/VERSION holds the runtime of this very process; its host is at RUNTIME.
    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task A_value_with_nothing_but_a_formatter_survives_kill_9_and_restore(string backend)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STATEGEN_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed} (set STATEGEN_SEED to draw the same moments)");
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        for (var kill = 0; kill < Kills; kill++)
            await KillAsync(directory.Path, backend, manifests: random.Next(2, 6), changes: random.Next(1, 20));

        var result = await RunAsync(directory.Path, backend);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Matches("RestoredCheckpointId = [0-9]", result.Output);
        Assert.Equal(Expected(), Committed(directory.Path));
    }

    /// <summary>Kills the job in the middle of a checkpoint, a commit or a restore. One that came to its end before begins anew.</summary>
    private static async Task KillAsync(string directory, string backend, int manifests, int changes)
    {
        Directory.CreateDirectory(SightingsJob.Checkpoints(directory));
        while (await RunUntilAsync(directory, backend, manifests, changes) is { } result)
        {
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Equal(Expected(), Committed(directory));
            Directory.Delete(directory, recursive: true);
            Directory.CreateDirectory(SightingsJob.Checkpoints(directory));
        }
    }

    private static async Task<ProcessResult?> RunUntilAsync(string directory, string backend, int manifests, int changes)
    {
        using var checkpoints = new FileChanges(SightingsJob.Checkpoints(directory), "0*.json", manifests);
        await using var process = Start(directory, backend);
        var ended = process.WaitAsync();
        if (await Task.WhenAny(ended, checkpoints.Reached) == ended)
            return await ended;
        using var further = new FileChanges(directory, "*", changes);
        if (await Task.WhenAny(ended, further.Reached) == ended)
            return await ended;
        await process.KillAsync();
        await ended;
        return null;
    }

    private static ChildProcess Start(string directory, string backend) =>
        ChildProcess.Start(DotNet, ["exec", typeof(CrashTests).Assembly.Location, SightingsJob.Command, directory, backend]);

    private static async Task<ProcessResult> RunAsync(string directory, string backend)
    {
        await using var process = Start(directory, backend);
        return await process.WaitAsync();
    }

    private static string[] Committed(string directory) =>
        [.. Directory.GetFiles(SightingsJob.Output(directory)).Where(file => !Path.GetFileName(file).StartsWith('.')).SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal)];

    private static string[] Expected() =>
        [.. SightingsJob.Sightings.GroupBy(sighting => sighting.Bird).SelectMany(bird => Rows(bird.Key, [.. bird.Select(sighting => sighting.At)])).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Rows(int bird, Instant[] instants)
    {
        for (var count = 1; count <= instants.Length; count++)
        {
            var seen = instants[..count];
            var longest = seen.Zip(seen.Skip(1)).Select(pair => (pair.Second, Gap: pair.Second - pair.First)).Prepend((Second: seen[0], Gap: Duration.Zero)).MaxBy(pair => pair.Gap).Second;
            var hours = seen.GroupBy(instant => instant.InUtc().Hour).OrderBy(hour => hour.Key).Select(hour => $"{hour.Key}={Text(hour.Last())}");
            var nanoseconds = seen.Sum(instant => (instant - seen[0]).ToInt64Nanoseconds() % 1_000_003);
            yield return string.Create(CultureInfo.InvariantCulture, $"{bird},{Text(seen[0])},{Text(seen[^1])},{Text(longest)},{nanoseconds},{string.Join(' ', hours)}");
        }
    }

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
