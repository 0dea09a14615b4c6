using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Checkpoints;

public sealed class CheckpointSessionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DirectoryCheckpointStorage _storage;

    public CheckpointSessionTests() => _storage = DirectoryCheckpointStorage.Open(_directory["state"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_written_in_parallel_are_measured_and_listed_in_order()
    {
        await using var attempt = (await OpenAsync()).Begin(1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => attempt.WriteAsync($"{i:D2}/rows", Bytes(i), Token)));
        Assert.All(attempt.Files, file => Assert.Matches("^chk-00000001-a1-[0-9a-f]{12}/[0-9]{2}/rows$", file.Path));
        var folder = attempt.Files[0].Path.Split('/')[0];
        Assert.Equal(Enumerable.Range(0, 20).Select(i => new CheckpointFile($"{folder}/{i:D2}/rows", i, Crc32C.Of(new byte[i]))), attempt.Files);
    }

    [Fact]
    public async Task Synchronous_and_asynchronous_writes_are_measured_alike()
    {
        await using var attempt = (await OpenAsync()).Begin(1);
        var file = await attempt.WriteAsync("rows", WriteInManyWays, Token);
        Assert.Equal((10, Crc32C.Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])), (file.Length, file.Checksum));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], await File.ReadAllBytesAsync(_directory["state/" + file.Path], Token));
    }

    [Fact]
    public async Task Disposing_cancels_writes_waits_for_them_and_leaves_nothing()
    {
        var attempt = (await OpenAsync()).Begin(1);
        await attempt.WriteAsync("done", Bytes(3), Token);
        var started = new TaskCompletionSource();
        var hanging = attempt.WriteAsync("hanging", (stream, token) => HangAsync(stream, started, token), Token);
        await started.Task;
        await attempt.DisposeAsync();
        Assert.True(hanging.IsCanceled);
        Assert.Equal([".lock", "job.json", "log"], Directory.EnumerateFileSystemEntries(_storage.Location).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => attempt.WriteAsync("late", Bytes(1), Token));
    }

    [Fact]
    public async Task Cancelling_one_file_leaves_no_partial_file_and_the_attempt_can_still_be_aborted()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using (var attempt = (await OpenAsync()).Begin(1))
        {
            var started = new TaskCompletionSource();
            var hanging = attempt.WriteAsync("hanging", (stream, token) => HangAsync(stream, started, token), cancellation.Token);
            await started.Task;
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
            Assert.Empty(Directory.GetDirectories(_directory["state"], "chk-*"));
            await Assert.ThrowsAsync<ArgumentException>(() => attempt.CompleteAsync(Manifests.Of(attempt), Token));
        }

        Assert.Empty(Directory.GetDirectories(_directory["state"], "chk-*"));
    }

    [Fact]
    public async Task A_failure_of_the_writer_reaches_its_caller_unchanged()
    {
        await using var attempt = (await OpenAsync()).Begin(1);
        var failure = new InvalidOperationException("the snapshot failed");
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => attempt.WriteAsync("rows", (_, _) => throw failure, Token)));
    }

    [Fact]
    public async Task A_completed_attempt_keeps_its_files_when_disposed()
    {
        var store = await OpenAsync();
        await using (var attempt = store.Begin(1))
        {
            await attempt.WriteAsync("rows", Bytes(3), Token);
            await attempt.CompleteAsync(Manifests.Of(attempt), Token);
        }

        await store.VerifyAsync(store.FindLatest()!, Token);
    }

    [Fact]
    public async Task A_commit_cancelled_beforehand_can_be_aborted()
    {
        var store = await OpenAsync();
        await using (var attempt = store.Begin(1))
        {
            await attempt.WriteAsync("rows", Bytes(3), Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.CompleteAsync(Manifests.Of(attempt), new CancellationToken(canceled: true)));
        }

        Assert.Empty(await _storage.ListAsync("chk-", Token));
        Assert.Null(store.FindLatest());
    }

    [Fact]
    public async Task A_manifest_must_name_exactly_the_files_that_exist()
    {
        var store = await OpenAsync();
        await using var attempt = store.Begin(1);
        var file = await attempt.WriteAsync("rows", Bytes(3), Token);
        var manifest = Manifests.Of(attempt);
        await RefusedAsync(attempt, manifest with { Files = [] });
        await RefusedAsync(attempt, manifest with { Files = [file with { Length = 4 }] });
        await RefusedAsync(attempt, manifest with { Files = [file, file with { Path = "chk-00000000/other" }] });
        await RefusedAsync(attempt, manifest with { JobId = "weather" });
        await RefusedAsync(attempt, manifest with { CheckpointId = 2 });
        await attempt.CompleteAsync(manifest, Token);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_stays_in_the_folder_of_the_session()
    {
        await using var attempt = (await OpenAsync()).Begin(1);
        await attempt.WriteAsync("rows", Bytes(1), Token);
        await Assert.ThrowsAsync<ArgumentException>(() => attempt.WriteAsync("rows", Bytes(1), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => attempt.WriteAsync("../1", Bytes(1), Token));
    }

    [Fact]
    public async Task A_number_is_never_taken_again()
    {
        var store = await OpenAsync();
        await using (var attempt = store.Begin(5))
            await attempt.CompleteAsync(Manifests.Of(attempt), Token);
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Begin(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Begin(4));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    private static Func<Stream, CancellationToken, Task> Bytes(int count) => (stream, token) => stream.WriteAsync(new byte[count], token).AsTask();

    private static async Task WriteInManyWays(Stream stream, CancellationToken token)
    {
        stream.WriteByte(1);
        stream.Write([2, 3]);
        stream.Write([0, 4, 5, 0], 1, 2);
        await stream.WriteAsync(new byte[] { 6, 7 }, token);
        stream.Write(new byte[] { 8, 9 }.AsSpan());
        await new MemoryStream([10]).CopyToAsync(stream, token);
        await stream.FlushAsync(token);
    }

    private static async Task HangAsync(Stream stream, TaskCompletionSource started, CancellationToken token)
    {
        await stream.WriteAsync(new byte[100], token);
        started.SetResult();
        await new TaskCompletionSource().Task.WaitAsync(token);
    }

    private static async Task RefusedAsync(CheckpointSession attempt, CheckpointManifest manifest) =>
        await Assert.ThrowsAsync<ArgumentException>(() => attempt.CompleteAsync(manifest, Token));

    private Task<CheckpointStore> OpenAsync() => CheckpointStore.OpenAsync(_storage, "delays", cancellationToken: Token);
}
