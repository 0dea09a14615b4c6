using System.Globalization;
using System.Text.RegularExpressions;
using FlightDelays.Tests.Processes;

namespace FlightDelays.Tests;

/// <summary>A checkpoint that is not what was written is never read as state: the job refuses it and leaves everything as it is.</summary>
public sealed partial class DamagedCheckpointTests(InterruptedJob job) : IClassFixture<InterruptedJob>
{
    public enum Damage
    {
        FlippedByte,
        Truncation,
        Deletion,
    }

    public static MatrixTheoryData<string, Damage> StateDamages { get; } = new(["memory", "rocksdb"], [Damage.FlippedByte, Damage.Truncation, Damage.Deletion]);

    public static MatrixTheoryData<string, Damage> ManifestDamages { get; } = new(["memory", "rocksdb"], [Damage.FlippedByte, Damage.Truncation]);

    [Theory]
    [MemberData(nameof(StateDamages))]
    public Task A_damaged_file_of_the_latest_checkpoint_is_refused_by_name(string backend, Damage damage) =>
        AssertRefusedAsync(backend, damage, LatestStateFile);

    [Theory]
    [MemberData(nameof(ManifestDamages))]
    public Task A_damaged_manifest_of_the_latest_checkpoint_is_refused_by_name(string backend, Damage damage) =>
        AssertRefusedAsync(backend, damage, LatestManifest);

    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task A_missing_manifest_of_a_completed_checkpoint_is_refused_by_name(string backend)
    {
        using var workspace = job.Copy(backend);
        var manifest = CommittedManifest(workspace);
        File.Delete(manifest);
        await AssertRefusedAsync(workspace, backend, Path.GetRelativePath(workspace.Checkpoints, manifest));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task Output_of_checkpoints_that_are_gone_is_noticed(string backend)
    {
        using var workspace = job.Copy(backend);
        foreach (var checkpoint in Directory.GetDirectories(workspace.Checkpoints))
            Directory.Delete(checkpoint, recursive: true);
        File.Delete(Path.Combine(workspace.Checkpoints, "committed.json"));
        await AssertRefusedAsync(workspace, backend, workspace.Output);
    }

    private async Task AssertRefusedAsync(string backend, Damage damage, Func<Workspace, string> find)
    {
        using var workspace = job.Copy(backend);
        var file = find(workspace);
        Inflict(damage, file);
        await AssertRefusedAsync(workspace, backend, Path.GetFileName(file));
    }

    private static async Task AssertRefusedAsync(Workspace workspace, string backend, string message)
    {
        var before = workspace.Fingerprint();
        Refusal.AssertShown(await Sample.RunAsync(Sample.Arguments(workspace, backend)), message);
        Assert.Equal(before, workspace.Fingerprint());
    }

    private static void Inflict(Damage damage, string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (damage == Damage.Deletion)
            File.Delete(file);
        else if (damage == Damage.Truncation)
            File.WriteAllBytes(file, bytes[..^1]);
        else
        {
            bytes[bytes.Length / 2] ^= 0x10;
            File.WriteAllBytes(file, bytes);
        }
    }

    // The job may have been killed between its latest manifest and the note that its output is committed.
    private static string CommittedManifest(Workspace workspace)
    {
        var note = File.ReadAllText(Path.Combine(workspace.Checkpoints, "committed.json"));
        var id = long.Parse(CheckpointId().Match(note).Groups["id"].Value, CultureInfo.InvariantCulture);
        return Path.Combine(workspace.Checkpoints, $"chk-{id:D8}", "manifest.json");
    }

    [GeneratedRegex("\"checkpointId\": (?<id>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex CheckpointId();

    private static string LatestManifest(Workspace workspace) =>
        Directory.GetFiles(workspace.Checkpoints, "manifest.json", SearchOption.AllDirectories).Max(StringComparer.Ordinal)!;

    // RocksDB keeps an empty log beside the others, in which there is nothing to damage.
    private static string LatestStateFile(Workspace workspace) =>
        Directory.GetFiles(Path.GetDirectoryName(LatestManifest(workspace))!, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .First(file => Path.GetFileName(file) != "manifest.json" && new FileInfo(file).Length > 0);
}
