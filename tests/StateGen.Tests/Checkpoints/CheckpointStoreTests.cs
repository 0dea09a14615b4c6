using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly MemoryCheckpointStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_store_has_no_checkpoint_and_starts_at_one()
    {
        var store = await OpenAsync();
        Assert.Null(store.FindLatest());
        Assert.Equal(1, store.NextCheckpointId);
    }

    [Fact]
    public async Task The_latest_complete_checkpoint_is_found_after_reopening()
    {
        var store = await OpenAsync();
        await CompleteAsync(store, "first");
        await CompleteAsync(store, "second");
        store = await OpenAsync();
        Assert.Equal([1, 2], store.CheckpointIds);
        Assert.Equal(2, store.FindLatest()!.CheckpointId);
        Assert.Equal(3, store.NextCheckpointId);
        await store.VerifyAsync(store.FindLatest()!, Token);
        Assert.Equal("second", await ReadAsync(store, store.FindLatest()!.Files[0].Path));
    }

    [Fact]
    public async Task Numbers_beyond_eight_digits_stay_in_numeric_order()
    {
        var store = await OpenAsync();
        await CompleteAsync(store, "x", 99_999_999);
        await CompleteAsync(store, "y", 100_000_000);
        Assert.Equal(100_000_000, (await OpenAsync()).FindLatest()!.CheckpointId);
    }

    [Fact]
    public async Task Files_written_and_never_committed_leave_the_previous_checkpoint_latest_and_are_removed()
    {
        var store = await OpenAsync();
        await CompleteAsync(store, "first");
        var before = await _storage.ListAsync("chk-", Token);
        await store.Begin(2).WriteAsync("daily/0/rows", Text("lost"), Token);
        Assert.Equal(before.Count + 1, (await _storage.ListAsync("chk-", Token)).Count);

        var reopened = await OpenAsync();
        Assert.Equal(1, reopened.FindLatest()!.CheckpointId);
        Assert.Equal(before, await _storage.ListAsync("chk-", Token));
    }

    [Fact]
    public async Task Another_job_is_refused_and_nothing_is_changed()
    {
        var store = await OpenAsync();
        await CompleteAsync(store, "first");
        await store.Begin(2).WriteAsync("rows", Text("unfinished"), Token);
        var before = await _storage.ListAsync("", Token);

        var exception = await Assert.ThrowsAsync<JobMismatchException>(() => OpenAsync("weather"));
        Assert.Equal(("delays", "weather"), (exception.StoredJobId, exception.RequestedJobId));
        Assert.Contains("'delays'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'weather'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, await _storage.ListAsync("", Token));
    }

    [Fact]
    public async Task A_storage_belongs_to_its_job_before_the_first_checkpoint_and_without_the_claim()
    {
        await OpenAsync();
        await Assert.ThrowsAsync<JobMismatchException>(() => OpenAsync("weather"));
        await CompleteAsync(await OpenAsync(), "first");
        await _storage.DeleteAsync("job.json", Token);
        await Assert.ThrowsAsync<JobMismatchException>(() => OpenAsync("weather"));
        Assert.Null(await _storage.TryOpenAsync("job.json", Token));
    }

    [Fact]
    public async Task A_damaged_claim_is_reported()
    {
        await OpenAsync();
        await AlterAsync("job.json", content => content[5] ^= 1);
        Assert.Equal("job.json", (await Assert.ThrowsAsync<CheckpointDamagedException>(() => OpenAsync())).File);
    }

    [Fact]
    public async Task Every_flipped_byte_of_a_file_is_found()
    {
        var store = await OpenAsync();
        var manifest = await CompleteAsync(store, "some state that must not be altered");
        var path = manifest.Files[0].Path;
        for (var i = 0; i < manifest.Files[0].Length; i++)
        {
            await AlterAsync(path, content => content[i] ^= 0x40);
            Assert.Equal(path, (await Assert.ThrowsAsync<CheckpointDamagedException>(() => store.VerifyAsync(manifest, Token))).File);
            await AlterAsync(path, content => content[i] ^= 0x40);
        }

        await store.VerifyAsync(manifest, Token);
    }

    [Fact]
    public async Task A_truncated_an_extended_and_a_missing_file_are_found_and_named()
    {
        var store = await OpenAsync();
        var manifest = await CompleteAsync(store, "state");
        var path = manifest.Files[0].Path;
        foreach (var content in new[] { "stat", "", "state " })
        {
            await _storage.WriteAsync(path, Text(content), Token);
            var damage = await Assert.ThrowsAsync<CheckpointDamagedException>(() => store.VerifyAsync(manifest, Token));
            Assert.Equal((path, "5 bytes", $"{content.Length} bytes"), (damage.File, damage.Expected, damage.Found));
        }

        await _storage.DeleteAsync(path, Token);
        Assert.Equal(path, (await Assert.ThrowsAsync<CheckpointDamagedException>(() => store.VerifyAsync(manifest, Token))).File);
        Assert.Equal(path, (await Assert.ThrowsAsync<CheckpointDamagedException>(() => store.OpenFileAsync(path, Token))).File);
    }

    [Fact]
    public async Task A_damaged_latest_manifest_is_an_error_and_never_the_older_checkpoint()
    {
        var store = await OpenAsync();
        await CompleteAsync(store, "first");
        await CompleteAsync(store, "second");
        await store.MarkCommittedAsync(2, Token);
        await AlterAsync("log/0000000003.json", content => content[100] ^= 1);
        var before = await _storage.ListAsync("chk-", Token);

        store = await OpenAsync();
        Assert.Equal("log/0000000003.json", Assert.Throws<CheckpointDamagedException>(() => store.FindLatest()).File);
        Assert.Equal(before, await _storage.ListAsync("chk-", Token));
    }

    [Fact]
    public async Task While_a_manifest_is_damaged_no_file_that_it_may_name_is_deleted()
    {
        var store = await OpenAsync();
        var first = await CompleteAsync(store, "shared");
        await CompleteAsync(store, "second", shared: first.Files);
        await CompleteAsync(store, "third");
        await AlterAsync("log/0000000003.json", content => content[100] ^= 1);

        store = await OpenAsync();
        await store.DiscardAsync(1, Token);
        Assert.Equal("shared", await ReadAsync(store, first.Files[0].Path));
        await store.DiscardAsync(2, Token);
        await OpenAsync();
        Assert.Equal([store.FindLatest()!.Files[0].Path], await _storage.ListAsync("chk-", Token));
    }

    [Fact]
    public async Task Retention_keeps_the_last_ones_and_what_they_share()
    {
        var store = await OpenAsync();
        var first = await CompleteAsync(store, "shared");
        var others = new List<CheckpointManifest>();
        foreach (var content in new[] { "second", "third", "fourth" })
            others.Add(await CompleteAsync(store, content, shared: first.Files));
        await store.DiscardOldAsync(Token);
        Assert.Equal([3, 4], store.CheckpointIds);
        Assert.Equal([first.Files[0].Path, others[1].Files[0].Path, others[2].Files[0].Path], await _storage.ListAsync("chk-", Token));
        Assert.Equal([3, 4], (await OpenAsync()).CheckpointIds);
    }

    [Fact]
    public async Task Files_that_are_not_of_checkpoints_are_left_alone()
    {
        string[] foreign = ["chk-1/rows", "chk-x/rows", "chk-00000001x/rows", "chk-00000001-a1-rows/x", "chk-00000001-a0-0123456789ab/x", "log/1.json", "log/x", "notes.txt", "chk-"];
        foreach (var path in foreign)
            await _storage.WriteAsync(path, Text("foreign"), Token);
        await OpenAsync();
        Assert.Subset((await _storage.ListAsync("", Token)).ToHashSet(StringComparer.Ordinal), foreign.ToHashSet(StringComparer.Ordinal));
    }

    public void Dispose() => _storage.Dispose();

    private static Func<Stream, CancellationToken, Task> Text(string content) =>
        (stream, token) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(content), token).AsTask();

    private Task<CheckpointStore> OpenAsync(string jobId = "delays") => CheckpointStore.OpenAsync(_storage, jobId, cancellationToken: Token);

    private static async Task<CheckpointManifest> CompleteAsync(CheckpointStore store, string content, long? id = null, IEnumerable<CheckpointFile>? shared = null)
    {
        await using var attempt = store.Begin(id ?? store.NextCheckpointId);
        await attempt.WriteAsync("rows", Text(content), Token);
        var manifest = Manifests.Of(attempt, shared);
        await attempt.CompleteAsync(manifest, Token);
        return manifest;
    }

    private static async Task<string> ReadAsync(CheckpointStore store, string path)
    {
        using var reader = new StreamReader(await store.OpenFileAsync(path, Token));
        return await reader.ReadToEndAsync(Token);
    }

    private async Task AlterAsync(string path, Action<byte[]> alter)
    {
        using var content = new MemoryStream();
        await (await _storage.TryOpenAsync(path, Token))!.CopyToAsync(content, Token);
        var bytes = content.ToArray();
        alter(bytes);
        await _storage.WriteAsync(path, (stream, token) => stream.WriteAsync(bytes, token).AsTask(), Token);
    }
}
