using StateGen.Checkpointing.Storage;
using StateGen.Checkpointing.Storage.Posix;
using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Checkpoints;

public sealed class DirectoryCheckpointStorageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DirectoryCheckpointStorage _storage;

    public DirectoryCheckpointStorageTests() => _storage = DirectoryCheckpointStorage.Open(_directory["missing/root"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_directory_in_use_is_refused_until_it_is_released()
    {
        var exception = Assert.Throws<CheckpointStorageException>(() => DirectoryCheckpointStorage.Open(_storage.Location));
        Assert.StartsWith($"Another process uses the directory '{_storage.Location}'", exception.Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Contains($"': process {Environment.ProcessId} on {Environment.MachineName}. Wait for it", exception.Message, StringComparison.Ordinal);
        _storage.Dispose();
        DirectoryCheckpointStorage.Open(_storage.Location).Dispose();
    }

    [Fact]
    public void A_file_in_place_of_the_directory_is_refused()
    {
        File.WriteAllText(_directory["file"], "content");
        Assert.Contains("it is a file", RefusalOf(_directory["file"]), StringComparison.Ordinal);
        Assert.Contains("cannot hold state", RefusalOf(_directory["file/below"]), StringComparison.Ordinal);
        Assert.Equal("content", File.ReadAllText(_directory["file"]));
    }

    [Fact]
    public void A_place_that_nobody_can_write_to_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a file system that even root cannot write.");
        Assert.Contains("'/proc/state' cannot hold state", RefusalOf("/proc/state"), StringComparison.Ordinal);
        Assert.Contains("'/proc' cannot hold state", RefusalOf("/proc"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_removed_with_its_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_storage.Location, "chk-00000001")).FullName;
        File.WriteAllText(Path.Combine(folder, ".rows.0.stategen-partial"), "half");
        _storage.Dispose();
        using var reopened = DirectoryCheckpointStorage.Open(_storage.Location);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Nothing_but_the_lock_remains_after_the_last_file_is_deleted()
    {
        await _storage.TryCommitAsync("a/b/c", new byte[1], Token);
        await _storage.TryCommitAsync("a/b/c", new byte[1], Token);
        await _storage.DeleteAsync("a/b/c", Token);
        Assert.Equal([Path.Combine(_storage.Location, ".lock")], Directory.EnumerateFileSystemEntries(_storage.Location));
    }

    [Fact]
    public async Task A_failure_of_the_medium_names_the_file_and_the_directory()
    {
        await _storage.TryCommitAsync("a", new byte[1], Token);
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => _storage.TryCommitAsync("a/b", new byte[1], Token));
        Assert.StartsWith($"Cannot write 'a/b' in the checkpoint directory '{_storage.Location}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_write_leaves_no_folder()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _storage.WriteAsync("a/b", (_, _) => throw new InvalidOperationException(), Token));
        Assert.False(Directory.Exists(Path.Combine(_storage.Location, "a")));
    }

    [Fact]
    public async Task A_commit_whose_folder_cannot_be_flushed_fails_and_may_be_there()
    {
        using var storage = DirectoryCheckpointStorage.Open(_directory["unflushed"], _ => throw new IOException("The disk is gone."));
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => storage.TryCommitAsync("a", new byte[1], Token));
        Assert.EndsWith("The disk is gone.", exception.Message, StringComparison.Ordinal);
        using var file = await storage.TryOpenAsync("a", Token);
        Assert.NotNull(file);
    }

    [Fact]
    public async Task A_deletion_is_flushed_in_the_folder_that_remains()
    {
        List<string> flushed = [];
        using var storage = DirectoryCheckpointStorage.Open(_directory["flushed"], flushed.Add);
        await storage.TryCommitAsync("a/b", new byte[1], Token);
        await storage.TryCommitAsync("a/c/d", new byte[1], Token);
        flushed.Clear();
        await storage.DeleteAsync("a/c/d", Token);
        await storage.DeleteAsync("a/c/d", Token);
        await storage.DeleteAsync("a/b", Token);
        Assert.Equal([_directory["flushed/a"], _directory["flushed"]], flushed);
    }

    [Fact]
    public async Task Folders_that_others_delete_and_create_again_at_any_moment_are_no_failure()
    {
        using var storage = DirectoryCheckpointStorage.OpenShared(_directory["shared"]);
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (writer, token) =>
        {
            for (var round = 0; round < 300; round++)
            {
                await storage.WriteAsync($"a/b/{writer}", static (_, _) => Task.CompletedTask, token);
                await storage.DeleteAsync($"a/b/{writer}", token);
            }
        });
        Assert.Empty(await storage.ListAsync("", Token));
    }

    [Fact]
    public async Task Deletions_of_several_files_are_flushed_once_for_each_folder_that_remains()
    {
        List<string> flushed = [];
        using var storage = DirectoryCheckpointStorage.Open(_directory["bulk"], flushed.Add);
        foreach (var path in new[] { "a/b/1", "a/b/2", "c/1", "c/2", "c/3" })
            await storage.TryCommitAsync(path, new byte[1], Token);
        flushed.Clear();
        await storage.DeleteAllAsync(["a/b/1", "a/b/2", "c/1", "c/2", "c/2", "d"], Token);
        Assert.Equal([_directory["bulk"], _directory["bulk/c"]], flushed.Where(Directory.Exists).Order(StringComparer.Ordinal));
        Assert.Equal(["c/3"], await storage.ListAsync("", Token));
    }

    /// <summary>The name of a folder is flushed with its first file, and again when it was deleted in between.</summary>
    [Fact]
    public async Task The_name_of_a_folder_is_flushed_until_it_is_durable()
    {
        List<string> flushed = [];
        var isBroken = true;
        using var storage = DirectoryCheckpointStorage.Open(_directory["names"], folder =>
        {
            if (isBroken && folder == _directory["names"])
                throw new IOException("Not now.");
            flushed.Add(Path.GetRelativePath(_directory["names"], folder));
        });
        await Assert.ThrowsAsync<CheckpointStorageException>(() => storage.TryCommitAsync("a/b/1", new byte[1], Token));
        isBroken = false;
        await storage.TryCommitAsync("a/b/2", new byte[1], Token);
        await storage.TryCommitAsync("a/b/3", new byte[1], Token);
        await storage.TryCommitAsync("a/c/1", new byte[1], Token);
        Assert.Equal(["a/b", "a", "a/b", "a", "a/b", "a/c", "a"], flushed.Where(folder => folder != "."));
        Assert.Single(flushed, ".");
        flushed.Clear();
        await storage.DeleteAllAsync(["a/b/1", "a/b/2", "a/b/3"], Token);
        await storage.TryCommitAsync("a/b/4", new byte[1], Token);
        Assert.Equal(["a/b", "a", "a/b", "a"], flushed);
    }

    [Fact]
    public async Task A_folder_that_another_process_deletes_before_it_is_flushed_is_not_missed()
    {
        var isDeleted = false;
        using var storage = DirectoryCheckpointStorage.Open(_directory["emptied"], folder =>
        {
            if (isDeleted && Directory.Exists(_directory["emptied/a"]))
                Directory.Delete(_directory["emptied/a"], recursive: true);
            DirectoryFlush.Flush(folder);
        });
        await storage.TryCommitAsync("a/b", new byte[1], Token);
        await storage.TryCommitAsync("a/c", new byte[1], Token);
        isDeleted = true;
        await storage.DeleteAsync("a/b", Token);
        Assert.Empty(await storage.ListAsync("", Token));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    private static string RefusalOf(string directory) =>
        Assert.Throws<CheckpointStorageException>(() => DirectoryCheckpointStorage.Open(directory)).Message;
}
