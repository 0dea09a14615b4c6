using System.Text.Json;
using StateGen.Checkpointing.Manifest;
using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>A storage as versions 1 to 3 of the format have left it is read and continued, and those versions refuse it from then on.</summary>
public sealed class EarlierLayoutTests : IDisposable
{
    private const int LastEarlierVersion = 3;

    private readonly MemoryCheckpointStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Earlier_checkpoints_are_continued_in_a_log()
    {
        await WriteEarlierAsync(committed: 2, 1, 2);
        var store = await OpenAsync();
        Assert.Equal([1, 2], store.CheckpointIds);
        Assert.Equal((2L, 2), (store.CommittedCheckpointId, store.Attempt));
        await store.VerifyAsync(store.FindLatest()!, Token);
        await CompleteAsync(store, 3);
        await store.DiscardOldAsync(Token);

        store = await OpenAsync();
        Assert.Equal([2, 3], store.CheckpointIds);
        await store.DiscardAsync(2, Token);
        Assert.Equal([.. store.FindLatest()!.Files.Select(file => file.Path)], await _storage.ListAsync("chk-", Token));
    }

    [Fact]
    public async Task Reading_changes_nothing()
    {
        await WriteEarlierAsync(committed: 2, 1, 2);
        var before = await _storage.ListAsync("", Token);
        var store = await CheckpointStore.OpenForReadingAsync(_storage, cancellationToken: Token);
        Assert.Equal(("delays", 2L, 1), (store.JobId, store.FindLatest()!.CheckpointId, store.Attempt));
        Assert.Equal(before, await _storage.ListAsync("", Token));
        Assert.Throws<InvalidOperationException>(() => store.Begin(3));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.MarkCommittedAsync(2, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.DiscardAsync(1, Token));
    }

    // The rule of those versions: the version of the claim is read first, and must be one that they know.
    [Fact]
    public async Task An_earlier_version_refuses_the_storage_instead_of_starting_with_nothing()
    {
        await WriteEarlierAsync(committed: 1, 1);
        Assert.InRange(await ClaimedVersionAsync(), 1, LastEarlierVersion);
        await OpenAsync();
        Assert.True(await ClaimedVersionAsync() > LastEarlierVersion);
        Assert.Null(await _storage.TryOpenAsync("committed.json", Token));
        using var empty = new MemoryCheckpointStorage();
        await CheckpointStore.OpenAsync(empty, "delays", cancellationToken: Token);
        Assert.True(await ClaimedVersionAsync(empty) > LastEarlierVersion);
    }

    [Fact]
    public async Task Files_that_an_earlier_version_left_unfinished_are_removed()
    {
        await WriteEarlierAsync(committed: 1, 1);
        await WriteAsync("chk-00000002/rows", "unfinished"u8.ToArray());
        await OpenAsync();
        Assert.Equal(["chk-00000001/manifest.json", "chk-00000001/rows"], await _storage.ListAsync("chk-", Token));
    }

    public void Dispose() => _storage.Dispose();

    internal static async Task WriteEarlierAsync(ICheckpointStorage storage, long committed, params long[] ids)
    {
        await WriteAsync(storage, "job.json", ManifestFormat.Encode(new JobClaim(1, "delays")));
        foreach (var id in ids)
        {
            byte[] content = [1, 2, (byte)id];
            var file = new CheckpointFile($"chk-{id:D8}/rows", content.Length, Crc32C.Of(content));
            await WriteAsync(storage, file.Path, content);
            await WriteAsync(storage, $"chk-{id:D8}/manifest.json", ManifestFormat.Encode(Manifests.Empty("delays", id) with { Files = [file] }));
        }

        await WriteAsync(storage, "committed.json", ManifestFormat.Encode(new CommittedCheckpoint(1, committed)));
    }

    private Task WriteEarlierAsync(long committed, params long[] ids) => WriteEarlierAsync(_storage, committed, ids);

    private Task<CheckpointStore> OpenAsync() => CheckpointStore.OpenAsync(_storage, "delays", cancellationToken: Token);

    private static async Task CompleteAsync(CheckpointStore store, long id)
    {
        await using var session = store.Begin(id);
        await session.WriteAsync("rows", (stream, token) => stream.WriteAsync(new byte[] { 3 }, token).AsTask(), Token);
        await session.CompleteAsync(Manifests.Of(session), Token);
    }

    private Task WriteAsync(string path, byte[] content) => WriteAsync(_storage, path, content);

    private static Task WriteAsync(ICheckpointStorage storage, string path, byte[] content) =>
        storage.WriteAsync(path, (stream, token) => stream.WriteAsync(content, token).AsTask(), Token);

    private async Task<int> ClaimedVersionAsync(ICheckpointStorage? storage = null)
    {
        await using var file = await (storage ?? _storage).TryOpenAsync("job.json", Token);
        using var reader = new StreamReader(file!);
        var text = await reader.ReadToEndAsync(Token);
        return JsonDocument.Parse(text[..text.LastIndexOf("crc32c=", StringComparison.Ordinal)]).RootElement.GetProperty("formatVersion").GetInt32();
    }
}
