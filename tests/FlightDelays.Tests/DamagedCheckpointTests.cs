using System.Text.Json;
using FlightDelays.Tests.Processes;

namespace FlightDelays.Tests;

/// <summary>A checkpoint that is not what was written is never read as state: the job refuses it and leaves everything as it is.</summary>
public sealed class DamagedCheckpointTests(InterruptedJob job) : IClassFixture<InterruptedJob>
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
        var manifest = LatestManifest(workspace);
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
        var before = FilesOf(workspace);
        Refusal.AssertShown(await Sample.RunAsync(Sample.Arguments(workspace, backend)), message);
        Assert.Equal(before, FilesOf(workspace));
    }

    // An attempt begins with an entry in the log, before it reads files of state.
    private static IEnumerable<string> FilesOf(Workspace workspace)
    {
        // A run with another log also has another lock in the output directory.
        var added = workspace.LogEntries.Where(static entry => File.ReadAllText(entry).Contains("\"AttemptStarted\"", StringComparison.Ordinal));
        return workspace.Fingerprint().Where(line => !line.Contains(".lock-", StringComparison.Ordinal) && !added.Any(entry => line.Contains(Path.GetFileName(entry), StringComparison.Ordinal)));
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

    // The entry of the log that completed the latest checkpoint, which the last entry names.
    private static string LatestManifest(Workspace workspace) => Path.Combine(workspace.Checkpoints, LatestCheckpoint(workspace).GetProperty("file").GetString()!);

    private static JsonElement LatestCheckpoint(Workspace workspace)
    {
        var entry = File.ReadAllText(workspace.LogEntries[^1]);
        return JsonDocument.Parse(entry[..entry.LastIndexOf("crc32c=", StringComparison.Ordinal)]).RootElement.GetProperty("checkpoints").EnumerateArray().Last();
    }

    // RocksDB keeps an empty log beside the others, in which there is nothing to damage.
    private static string LatestStateFile(Workspace workspace) =>
        Directory.GetDirectories(workspace.Checkpoints, $"chk-{LatestCheckpoint(workspace).GetProperty("checkpointId").GetInt64():D8}-*")
            .SelectMany(static folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .First(static file => new FileInfo(file).Length > 0);
}
