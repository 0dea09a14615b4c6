using System.Text.RegularExpressions;
using StateGen.Checkpoints;
using StateGen.TestKit.Processes;

namespace StateGen.Tool.Tests.Checkpoints;

/// <summary>The commands in messages about damage are run as they stand there, and the job goes on.</summary>
public sealed partial class RepairTests : IDisposable
{
    private readonly JobDirectory _job = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("rows", "damaged", 2)]
    [InlineData("rows", "missing", 2)]
    [InlineData("manifest", "damaged", 2)]
    [InlineData("manifest", "missing", 2)]
    [InlineData("head", "damaged", 3)]
    [InlineData("claim", "damaged", 3)]
    public async Task The_job_goes_on_from_the_latest_sound_checkpoint(string file, string damage, long resumed)
    {
        await _job.WriteAsync(3);
        var path = file switch { "rows" => _job.RowsOf(3), "manifest" => _job.EntryOf(3), "head" => _job.LogEntries[^1], _ => "job.json" };
        var rows = _job.RowsOf(3);
        Break(path, damage);
        await FollowAsync(path, resumed);
        Assert.Contains(_job.Files, kept => kept.StartsWith("lost-", StringComparison.Ordinal) && kept.EndsWith(damage == "missing" && file == "manifest" ? rows : damage == "missing" ? "json" : path, StringComparison.Ordinal));
        await _job.WriteAsync(5);
        Assert.Equal(0, (await _job.RunAsync("verify", "state")).ExitCode);
    }

    [Theory]
    [InlineData(1, "chk-00000002/manifest.json", "missing", 1)]
    [InlineData(2, "chk-00000002/manifest.json", "damaged", 1)]
    [InlineData(3, "chk-00000002/rows", "damaged", 1)]
    [InlineData(1, "committed.json", "damaged", 2)]
    [InlineData(3, "job.json", "damaged", 2)]
    public async Task A_storage_of_an_earlier_version_is_repaired(int version, string path, string damage, long resumed)
    {
        await _job.WriteEarlierAsync(version, 1, 2);
        Break(path, damage);
        await FollowAsync(path, resumed);
        await _job.WriteAsync(4);
        Assert.Equal(0, (await _job.RunAsync("verify", "state")).ExitCode);
    }

    [Fact]
    public async Task A_checkpoint_of_the_past_is_repaired()
    {
        _job.Extract("Checkpoints/0001-15dfaf8");
        Break("chk-00000002/operator-0/subtask-1/state", "damaged");
        await FollowAsync("chk-00000002/operator-0/subtask-1/state", 1);
    }

    [Fact]
    public async Task Several_damages_are_repaired_at_once()
    {
        await _job.WriteAsync(3);
        string[] paths = ["job.json", _job.LogEntries[^1], _job.RowsOf(3), _job.EntryOf(1)];
        foreach (var path in paths)
            _job.Damage(path);
        var (exitCode, output, _) = await _job.RunAsync("repair", "state", "--yes");
        Assert.Equal(0, exitCode);
        Assert.All(paths, path => Assert.Contains($"'{path}' is damaged: ", output, StringComparison.Ordinal));
        Assert.Contains("\nCheckpoint 3 is given up. The job resumes from checkpoint 2, which was taken at 2001-04-01 00:01:58Z,", output, StringComparison.Ordinal);
        Assert.Contains("\nCheckpoint 1 is given up. The job does not need it.\n", output, StringComparison.Ordinal);
        await RequireSoundAsync(2);
    }

    [Fact]
    public async Task Without_consent_nothing_changes_and_the_loss_is_told()
    {
        await _job.WriteEarlierAsync(version: 1, 1, 2);
        Break("chk-00000002/rows", "damaged");
        var before = _job.Files;
        Assert.Equal((3, """
            {
              "location": "state",
              "jobId": "delays",
              "isRepaired": false,
              "isRepairable": true,
              "damages": [
                {
                  "checkpointId": 2,
                  "file": "chk-00000002/rows",
                  "expected": "the checksum cb6727d2",
                  "found": "0248be5f"
                }
              ],
              "resumesFrom": 1,
              "givenUp": [
                2
              ],
              "losses": [
                "Checkpoint 2 is given up. The job resumes from checkpoint 1, which was taken at 2001-04-01 00:00:58Z, and reads its input again from there.",
                "Output that was committed after checkpoint 1 must be removed, because the job writes it again."
              ],
              "removed": [
                "chk-00000002/manifest.json",
                "chk-00000002/rows"
              ],
              "keptIn": null,
              "next": "Nothing was changed. Run 'stategen checkpoints repair state --yes' to do this, or bring the files back from a copy."
            }

            """), await _job.RunPlainAsync("repair", "state", "--json"));
        Assert.Equal(before, _job.Files);
        Assert.Equal((3, """
            {
              "location": "state",
              "jobId": "delays",
              "isSound": false,
              "checkpoints": [
                {
                  "checkpointId": 1,
                  "isSound": true,
                  "files": 1,
                  "bytes": 100
                },
                {
                  "checkpointId": 2,
                  "isSound": false,
                  "files": 1,
                  "bytes": 200
                }
              ],
              "damages": [
                {
                  "checkpointId": 2,
                  "file": "chk-00000002/rows",
                  "expected": "the checksum cb6727d2",
                  "found": "0248be5f"
                }
              ],
              "advice": "Bring the files back from a copy. Or run 'stategen checkpoints repair state', which says what would be lost and changes nothing yet."
            }

            """), await _job.RunPlainAsync("verify", "state", "--json"));
    }

    [Fact]
    public async Task Files_are_removed_for_good_on_request()
    {
        await _job.WriteAsync(2);
        Break(_job.RowsOf(2), "damaged");
        Assert.Equal(0, (await _job.RunAsync("repair", "state", "--yes", "--no-copy")).ExitCode);
        Assert.DoesNotContain(_job.Files, path => path.StartsWith("lost-", StringComparison.Ordinal));
        await RequireSoundAsync(1);
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("log")]
    public async Task Without_a_sound_checkpoint_nothing_is_removed(string file)
    {
        await _job.WriteAsync(1);
        foreach (var path in file == "rows" ? [_job.RowsOf(1)] : _job.LogEntries)
            _job.Damage(path);
        var before = _job.Files;
        var (exitCode, output, _) = await _job.RunAsync("repair", "state", "--yes");
        Assert.Equal(3, exitCode);
        Assert.EndsWith(
            "No sound checkpoint is left. Bring the damaged files back from a copy, or start the job again from the beginning: "
            + "delete everything in the checkpoint storage, and the output of the job.\n", output, StringComparison.Ordinal);
        Assert.Equal(before, _job.Files);
    }

    [Fact]
    public async Task A_job_that_runs_is_left_alone_and_a_sound_storage_too()
    {
        await _job.WriteAsync(2);
        var before = _job.Files;
        Assert.Equal((0, "Nothing is damaged.\n"), await _job.RunPlainAsync("repair", "state", "--yes"));
        _job.Damage(_job.RowsOf(2));
        using var running = DirectoryCheckpointStorage.Open(_job.State);
        var (exitCode, _, error) = await _job.RunAsync("repair", "state", "--yes", "--take-over");
        Assert.Equal(1, exitCode);
        Assert.Contains("Stop the job before you change its checkpoints.", error, StringComparison.Ordinal);
        Assert.Equal(before, _job.Files);
    }

    /// <summary>The lines are copied into a shell, quotes and all.</summary>
    [Fact]
    public async Task The_command_lines_can_be_copied_into_a_shell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shell is that of Unix.");
        await _job.WriteAsync(2);
        var directory = Path.Combine(_job.Root, "state of $HOME `x` \"y\"");
        Directory.Move(_job.State, directory);
        using (var storage = DirectoryCheckpointStorage.Open(directory))
        {
            await storage.DeleteAsync((await storage.ListAsync("chk-00000002", Token))[0], Token);
            var store = await CheckpointStore.OpenForReadingAsync(storage, cancellationToken: Token);
            var found = await Assert.ThrowsAsync<CheckpointDamagedException>(() => store.VerifyAsync(store.FindLatest()!, Token));
            storage.Dispose();
            var (exitCode, output, error) = await ToolProcess.RunLineAsync(LineIn(found.Message));
            Assert.Equal((3, ""), (exitCode, error));
            (exitCode, output, error) = await ToolProcess.RunLineAsync(LineIn(output));
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Contains("\nRepaired. ", output, StringComparison.Ordinal);
        }

        Assert.Equal((0, ""), await ToolProcess.RunAsync(_job.Root, "checkpoints", "verify", directory) is var (code, _, text) ? (code, text) : default);
    }

    private void Break(string path, string damage)
    {
        if (damage == "missing")
            _job.Delete(path);
        else
            _job.Damage(path);
    }

    // The command is taken from the message of the job, and then that of the command from its own output.
    private async Task FollowAsync(string path, long resumed)
    {
        var found = await Assert.ThrowsAsync<CheckpointDamagedException>(StartAsync);
        Assert.Equal(path, found.File);
        var before = _job.Files;
        var (exitCode, output, _) = await _job.RunAsync(CommandIn(found.Message));
        Assert.Equal(3, exitCode);
        Assert.Equal(before, _job.Files);
        Assert.Equal(3, (await _job.RunAsync("verify", "state")).ExitCode);
        (exitCode, output, var error) = await _job.RunAsync(CommandIn(output));
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("\nRepaired. ", output, StringComparison.Ordinal);
        await RequireSoundAsync(resumed);
    }

    private static string LineIn(string message) => $"stategen checkpoints {Command().Match(message).Groups["arguments"].Value}";

    private static string[] CommandIn(string message) => Command().Match(message).Groups["arguments"].Value.Replace("\"", "", StringComparison.Ordinal).Split(' ');

    private async Task RequireSoundAsync(long latest)
    {
        Assert.Equal(0, (await _job.RunAsync("verify", "state")).ExitCode);
        Assert.Equal(latest, await StartAsync());
    }

    // As a job starts: it reads the latest checkpoint and all of its files. The output of that one counts as committed only if it is.
    private async Task<long> StartAsync()
    {
        using var storage = DirectoryCheckpointStorage.Open(_job.State);
        var store = await CheckpointStore.OpenForReadingAsync(storage, cancellationToken: Token);
        var latest = store.FindLatest()!;
        await store.VerifyAsync(latest, Token);
        Assert.True(store.CommittedCheckpointId <= latest.CheckpointId);
        return latest.CheckpointId;
    }

    [GeneratedRegex("'stategen checkpoints (?<arguments>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
