using StateGen.Checkpoints;
using StateGen.Tool.Checkpoints.Storage;

namespace StateGen.Tool.Tests.Checkpoints;

public sealed class PruneTests : IDisposable
{
    private readonly JobDirectory _job = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Old_checkpoints_and_orphans_are_named_first_and_removed_then()
    {
        await _job.WriteAsync(3);
        var orphan = "chk-00000004-a1-0123456789ab/rows";
        Directory.CreateDirectory(Path.Combine(_job.State, Path.GetDirectoryName(orphan)!));
        await File.WriteAllTextAsync(Path.Combine(_job.State, orphan), "x", Token);
        var before = _job.Files;
        string[] expected = [_job.RowsOf(1), _job.RowsOf(2), orphan, _job.EntryOf(1), _job.EntryOf(2), _job.LogEntries[^1]];

        var (exitCode, output, error) = await _job.RunAsync("prune", "state", "--keep", "1", "--dry-run");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal([.. expected.Select(path => $"Would remove '{path}'"), "Would keep checkpoint 3 and discard checkpoints 1, 2."], output.TrimEnd().Split('\n'));
        Assert.Equal(before, _job.Files);

        (exitCode, output, error) = await _job.RunAsync("prune", "state", "--keep", "1");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal([.. expected.Select(path => $"Removed '{path}'"), "Kept checkpoint 3 and discarded checkpoints 1, 2."], output.TrimEnd().Split('\n'));
        Assert.Empty(_job.Files.Intersect(expected));
        Assert.Equal(0, (await _job.RunAsync("verify", "state")).ExitCode);
    }

    [Fact]
    public async Task The_report_has_these_members()
    {
        await _job.WriteEarlierAsync(version: 1, 1, 2);
        Assert.Equal((0, """
            {
              "location": "state",
              "jobId": "delays",
              "isDryRun": false,
              "kept": [
                2
              ],
              "discarded": [
                1
              ],
              "removed": [
                "chk-00000001/manifest.json",
                "chk-00000001/rows"
              ]
            }

            """), await _job.RunPlainAsync("prune", "state", "--keep", "1", "--json"));
    }

    [Fact]
    public async Task A_job_that_runs_is_left_alone()
    {
        await _job.WriteAsync(2);
        var before = _job.Files;
        using var running = DirectoryCheckpointStorage.Open(_job.State);
        var (exitCode, _, error) = await _job.RunAsync("prune", "state", "--keep", "1", "--take-over");
        Assert.Equal(1, exitCode);
        Assert.Contains($"The job was last started as attempt 1, in process {Environment.ProcessId} on machine", error, StringComparison.Ordinal);
        Assert.Contains("Stop the job before you change its checkpoints.", error, StringComparison.Ordinal);
        Assert.Equal(before, _job.Files);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_sound_checkpoint_is_not_discarded(bool isOlderDamaged)
    {
        await _job.WriteAsync(2);
        _job.Damage(isOlderDamaged ? _job.EntryOf(1) : _job.RowsOf(2));
        var before = _job.Files;
        var (exitCode, output, error) = await _job.RunAsync("prune", "state", "--keep", "1");
        Assert.Equal((3, ""), (exitCode, output));
        Assert.Contains("'stategen checkpoints repair state'", error, StringComparison.Ordinal);
        Assert.Equal(before, _job.Files);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("URI?shared=true")]
    public async Task A_shared_directory_has_no_lock_and_gets_none(string location)
    {
        location = location.Replace("URI", new Uri(_job.State).AbsoluteUri, StringComparison.Ordinal);
        using (var shared = DirectoryCheckpointStorage.OpenShared(_job.State))
        {
            var store = await CheckpointStore.OpenAsync(shared, "delays", retained: 10, Token);
            for (var id = 1; id <= 2; id++)
                await JobDirectory.CompleteAsync(store, id);
        }

        for (var turn = 0; turn < 2; turn++)
        {
            var (exitCode, _, error) = await _job.RunAsync("prune", location, "--keep", "1");
            Assert.Equal(1, exitCode);
            Assert.Contains("--take-over", error, StringComparison.Ordinal);
            Assert.Equal(0, (await _job.RunAsync("prune", location, "--keep", "1", "--take-over")).ExitCode);
        }

        Assert.Equal(0, (await _job.RunAsync("verify", location)).ExitCode);
    }

    [Fact]
    public async Task A_storage_without_a_lock_is_taken_over_only_on_request()
    {
        using var storage = new MemoryCheckpointStorage();
        var address = new StorageAddress("shared", HasLock: false, () => storage, () => storage);
        var running = await CheckpointStore.OpenAsync(storage, "delays", retained: 10, Token);
        for (var id = 1; id <= 2; id++)
            await JobDirectory.CompleteAsync(running, id);

        var refused = await Assert.ThrowsAsync<CheckpointStorageException>(() => new Pruning(address, 1, takesOver: false).RunAsync(Token));
        Assert.Contains($"The job was last started as attempt 1, in process {Environment.ProcessId} on machine", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--take-over", refused.Message, StringComparison.Ordinal);
        await running.MarkCommittedAsync(1, Token);

        Assert.Equal([1], (await new Pruning(address, 1, takesOver: true).RunAsync(Token)).Discarded);
        await Assert.ThrowsAsync<JobSupersededException>(() => running.MarkCommittedAsync(2, Token));
    }
}
