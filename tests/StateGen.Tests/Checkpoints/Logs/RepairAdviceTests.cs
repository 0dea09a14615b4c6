using System.Text.RegularExpressions;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>The advice of each message about damage is followed to the letter, and works.</summary>
public sealed partial class RepairAdviceTests : IDisposable
{
    private readonly MemoryCheckpointStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Damages => ["file", "manifest", "missing manifest"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task The_latest_checkpoint_is_given_up_and_the_one_before_is_restored(string damage)
    {
        var store = await OpenAsync();
        for (var id = 1; id <= 3; id++)
            await CompleteAsync(store, id);
        var path = damage == "file" ? store.FindLatest()!.Files[0].Path : await EntryOfLatestAsync();
        await DamageAsync(path, damage == "missing manifest");
        var found = await Assert.ThrowsAsync<CheckpointDamagedException>(VerifyAsync);
        Assert.Equal(path, found.File);
        Assert.Contains("resume from checkpoint 2: delete 'log/", found.Message, StringComparison.Ordinal);
        await FollowAsync(found.Message);

        store = await OpenAsync();
        Assert.Equal(2, store.FindLatest()!.CheckpointId);
        await store.VerifyAsync(store.FindLatest()!, Token);
        await CompleteAsync(store, 3);
        await CompleteAsync(store, 4);
        Assert.Equal([3, 4], (await OpenAsync()).CheckpointIds);
        await VerifyAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_latest_entry_of_the_log_is_deleted_and_the_job_goes_on(bool isMarked)
    {
        var store = await OpenAsync();
        await CompleteAsync(store, 1);
        await CompleteAsync(store, 2, isMarked);
        await DamageAsync((await _storage.ListAsync("log/", Token))[^1], isMissing: false);
        var found = await Assert.ThrowsAsync<CheckpointDamagedException>(VerifyAsync);
        Assert.Contains($"resumes from checkpoint {(isMarked ? 2 : 1)}.", found.Message, StringComparison.Ordinal);
        await FollowAsync(found.Message);
        Assert.Equal(isMarked ? 2 : 1, (await OpenAsync()).FindLatest()!.CheckpointId);
        await VerifyAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_earlier_checkpoint_is_given_up(bool isContinued)
    {
        await EarlierLayoutTests.WriteEarlierAsync(_storage, committed: 2, 1, 2);
        if (isContinued)
            await OpenAsync();
        await DamageAsync("chk-00000002/manifest.json", isMissing: true);
        var found = await Assert.ThrowsAsync<CheckpointDamagedException>(VerifyAsync);
        Assert.Contains("from checkpoint 1: delete 'chk-00000002/manifest.json', 'committed.json' and the folder 'log'", found.Message, StringComparison.Ordinal);
        await FollowAsync(found.Message);
        Assert.Equal(1, (await OpenAsync()).FindLatest()!.CheckpointId);
        await VerifyAsync();
    }

    [Theory]
    [InlineData("job.json")]
    [InlineData("committed.json")]
    public async Task A_file_that_is_written_again_is_deleted(string path)
    {
        await EarlierLayoutTests.WriteEarlierAsync(_storage, committed: 2, 1, 2);
        await DamageAsync(path, isMissing: false);
        var found = await Assert.ThrowsAsync<CheckpointDamagedException>(VerifyAsync);
        Assert.Contains("or delete it: ", found.Message, StringComparison.Ordinal);
        await _storage.DeleteAsync(found.File, Token);
        Assert.Equal(2, (await OpenAsync()).FindLatest()!.CheckpointId);
    }

    [Fact]
    public async Task Without_an_older_checkpoint_the_job_starts_from_the_beginning()
    {
        await CompleteAsync(await OpenAsync(), 1);
        await DamageAsync(await EntryOfLatestAsync(), isMissing: true);
        var found = await Assert.ThrowsAsync<CheckpointDamagedException>(VerifyAsync);
        Assert.Contains("start the job again from the beginning: delete everything in the checkpoint storage", found.Message, StringComparison.Ordinal);
        foreach (var path in await _storage.ListAsync("", Token))
            await _storage.DeleteAsync(path, Token);
        Assert.Null((await OpenAsync()).FindLatest());
    }

    public void Dispose() => _storage.Dispose();

    private async Task VerifyAsync()
    {
        var store = await CheckpointStore.OpenForReadingAsync(_storage, "delays", Token);
        await store.VerifyAsync(store.FindLatest()!, Token);
    }

    // Deletes exactly what the message names.
    private async Task FollowAsync(string message)
    {
        var sentence = Advice().Match(message).Groups["advice"].Value;
        var named = Name().Matches(sentence).Select(match => match.Groups["name"].Value).ToArray();
        Assert.NotEmpty(named);
        foreach (var path in await _storage.ListAsync("", Token))
        {
            var isLater = sentence.Contains("every file with a higher number", StringComparison.Ordinal)
                && CheckpointLayout.IsLogEntry(path, out var number) && CheckpointLayout.IsLogEntry(named[0], out var first) && number > first;
            if (isLater || named.Contains(path) || named.Any(folder => path.StartsWith($"{folder}/", StringComparison.Ordinal)))
                await _storage.DeleteAsync(path, Token);
        }
    }

    private async Task<string> EntryOfLatestAsync() => (await StoredCheckpoints.ReadAsync(_storage, Token)).Checkpoints[^1].Stored.File;

    private async Task DamageAsync(string path, bool isMissing)
    {
        var content = (await _storage.TryReadAsync(path, Token))!;
        content[content.Length / 2] ^= 1;
        if (isMissing)
            await _storage.DeleteAsync(path, Token);
        else
            await _storage.WriteAsync(path, (stream, token) => stream.WriteAsync(content, token).AsTask(), Token);
    }

    private Task<CheckpointStore> OpenAsync() => CheckpointStore.OpenAsync(_storage, "delays", cancellationToken: Token);

    private static async Task CompleteAsync(CheckpointStore store, long id, bool isMarked = true)
    {
        await using (var session = store.Begin(id))
        {
            await session.WriteAsync("rows", (stream, token) => stream.WriteAsync(new byte[] { (byte)id }, token).AsTask(), Token);
            await session.CompleteAsync(Manifests.Of(session), Token);
        }

        if (isMarked)
            await store.MarkCommittedAsync(id, Token);
        await store.DiscardOldAsync(Token);
    }

    [GeneratedRegex("(?<advice>delete '.*?)(: the job then|\\. |, as far)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Advice();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Name();
}
