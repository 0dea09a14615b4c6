using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints;

/// <summary>A process that was thought dead comes back on a storage without a lock, after another one has taken over: it changes nothing.</summary>
public sealed class SupersededAttemptTests : IDisposable
{
    private readonly MemoryCheckpointStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_abort_deletes_nothing_of_the_successor()
    {
        var former = (await OpenAsync()).Begin(1);
        await former.WriteAsync("rows", Text("former"), Token);
        var successor = await OpenAsync();
        var manifest = await CompleteAsync(successor, "successor");
        await former.DisposeAsync();
        await successor.VerifyAsync(manifest, Token);
    }

    [Fact]
    public async Task Files_that_are_written_late_replace_nothing_of_the_successor()
    {
        var former = await OpenAsync();
        var successor = await OpenAsync();
        var manifest = await CompleteAsync(successor, "successor");
        await Assert.ThrowsAsync<JobSupersededException>(() => CompleteAsync(former, "former"));
        await successor.VerifyAsync(manifest, Token);
        Assert.Equal(manifest.Files, (await OpenAsync()).FindLatest()!.Files);
    }

    [Fact]
    public async Task A_late_mark_of_committed_output_does_not_hide_the_checkpoints_of_the_successor()
    {
        var former = await OpenAsync();
        await CompleteAsync(former, "first");
        var successor = await OpenAsync();
        foreach (var content in new[] { "second", "third" })
            await successor.MarkCommittedAsync((await CompleteAsync(successor, content)).CheckpointId, Token);
        await successor.DiscardOldAsync(Token);
        await Assert.ThrowsAsync<JobSupersededException>(() => former.MarkCommittedAsync(1, Token));
        Assert.Equal(3, (await OpenAsync()).FindLatest()!.CheckpointId);
    }

    public void Dispose() => _storage.Dispose();

    private static Func<Stream, CancellationToken, Task> Text(string content) =>
        (stream, token) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(content), token).AsTask();

    private Task<CheckpointStore> OpenAsync() => CheckpointStore.OpenAsync(_storage, "delays", cancellationToken: Token);

    private static async Task<CheckpointManifest> CompleteAsync(CheckpointStore store, string content)
    {
        await using var attempt = store.Begin(store.NextCheckpointId);
        await attempt.WriteAsync("rows", Text(content), Token);
        var manifest = Manifests.Of(attempt);
        await attempt.CompleteAsync(manifest, Token);
        return manifest;
    }
}
