using StateGen.Checkpointing.Log;
using StateGen.Checkpointing.Manifest;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>The log by itself: one writer for each number, and what happens where the storage fails or entries were deleted.</summary>
public sealed class JobLogTests : IDisposable
{
    private const int Racers = 16;

    private readonly MemoryCheckpointStorage _storage = new();
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Of_many_writers_of_one_entry_exactly_one_succeeds_in_memory() => RaceAsync(_storage, TestScale.Of(1_000));

    [Fact]
    public async Task Of_many_writers_of_one_entry_exactly_one_succeeds_in_a_directory()
    {
        using var storage = DirectoryCheckpointStorage.Open(_directory["state"]);
        await RaceAsync(storage, TestScale.Of(20, soak: 1_000));
    }

    [Fact]
    public async Task An_entry_is_readable_json_that_repeats_what_is_true()
    {
        var log = (await StartAsync(Start("one")))!;
        await log.AppendAsync(head => head.Complete(Manifests.Empty("delays", 7)), static _ => { }, Token);
        var text = System.Text.Encoding.UTF8.GetString((await _storage.TryReadAsync("log/0000000002.json", Token))!);
        Assert.StartsWith("{\n  \"formatVersion\": 4,\n  \"number\": 2,\n  \"id\": \"", text, StringComparison.Ordinal);
        Assert.Contains("\"kind\": \"CheckpointCompleted\"", text, StringComparison.Ordinal);
        Assert.Contains("\"machine\": ", text, StringComparison.Ordinal);
        var entry = ManifestFormat.DecodeEntry("log/0000000002.json", System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal([new(7, "log/0000000002.json")], entry.Checkpoints);
        Assert.Equal((log.Head.Log, 7L), (entry.Log, entry.Manifest!.CheckpointId));
        Assert.NotEqual(entry.Log, entry.Id);
    }

    [Fact]
    public async Task A_later_attempt_ends_the_earlier_one_at_its_next_entry_and_says_where_it_runs()
    {
        var former = (await StartAsync(Start("one")))!;
        Assert.NotNull(await StartAsync(Next(former.Head, "two")));
        var superseded = await Assert.ThrowsAsync<JobSupersededException>(() => AppendAsync(former));
        Assert.True(superseded.IsPermanent);
        Assert.Equal(
            $"Attempt 1 of job 'delays' has ended, because attempt 2, in process 42 on machine 'here', which started it at 1970-01-01 00:00:00Z, has taken over the "
            + "checkpoints in 'memory'. It has changed nothing since. If both were started on purpose, stop one of them: a job runs once. "
            + "If this process was only stopped or cut off for a while, there is nothing to do.",
            superseded.Message);
        await Assert.ThrowsAsync<JobSupersededException>(() => former.RequireCurrentAsync(Token));
    }

    [Fact]
    public async Task An_entry_at_a_number_that_was_deleted_is_not_read_and_its_writer_is_superseded()
    {
        var former = (await StartAsync(Start("one")))!;
        var successor = (await StartAsync(Next(former.Head, "two")))!;
        for (var entry = 0; entry < 3; entry++)
            await AppendAsync(successor);
        await successor.DeleteDeadAsync(Token);
        Assert.Equal(["log/0000000005.json"], await _storage.ListAsync("log/", Token));

        await Assert.ThrowsAsync<JobSupersededException>(() => AppendAsync(former));
        Assert.Equal(["log/0000000002.json", "log/0000000005.json"], await _storage.ListAsync("log/", Token));
        Assert.Equal(5, (await StoredCheckpoints.ReadAsync(_storage, Token)).Head!.Number);
        await AppendAsync(successor);
        await successor.DeleteDeadAsync(Token);
        Assert.Equal(["log/0000000006.json"], await _storage.ListAsync("log/", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_whose_writing_failed_is_known_if_it_is_there(bool isThere)
    {
        var storage = new ProcessStorage(_storage, isThere ? null : FailAsync, isThere ? FailAsync : null);
        var log = (await JobLog.TryStartAsync(storage, Start("one"), Token))!;
        var append = () => log.AppendAsync(static head => head.Next(LogEntryKind.OutputCommitted) with { CommittedCheckpointId = 3 }, static _ => { }, Token);
        if (isThere)
            await append();
        else
            await Assert.ThrowsAsync<CheckpointStorageException>(append);
        Assert.Equal((!isThere, isThere ? 3 : 0), (log.IsUnsettled, log.Head.CommittedCheckpointId));

        static ValueTask FailAsync(int number) => number == 3 ? throw new CheckpointStorageException("The third operation fails.") : ValueTask.CompletedTask;
    }

    // The storage answers nothing after it has created the entry, so that nobody can know.
    [Fact]
    public async Task An_entry_of_unknown_fate_is_found_by_the_next_one()
    {
        var appended = new List<long>();
        var storage = new ProcessStorage(_storage, static number => number is 4 ? throw Failure() : default, static number => number is 3 ? throw Failure() : default);
        var log = (await JobLog.TryStartAsync(storage, Start("one"), Token))!;
        await Assert.ThrowsAsync<CheckpointStorageException>(() => AppendAsync(log, appended));
        Assert.True(log.IsUnsettled);
        Assert.Empty(appended);
        await AppendAsync(log, appended);
        Assert.Equal([2, 3], appended);
        Assert.False(log.IsUnsettled);

        static CheckpointStorageException Failure() => new("unknown");
    }

    [Fact]
    public async Task A_start_that_another_one_has_overtaken_does_not_take_over()
    {
        var paused = await FindAsync();
        await CheckpointStore.OpenAsync(_storage, "delays", cancellationToken: Token);
        Assert.False(await paused.TryStartAsync(Token));
        var superseded = await Assert.ThrowsAsync<JobSupersededException>(() => paused.TryStartAsync(Token));
        Assert.StartsWith("This start of job 'delays' has ended, because attempt 1,", superseded.Message, StringComparison.Ordinal);
        Assert.True(await (await FindAsync()).TryStartAsync(Token));
    }

    [Fact]
    public async Task A_start_that_the_last_entries_of_the_former_attempt_have_overtaken_begins_after_them()
    {
        var former = await CheckpointStore.OpenAsync(_storage, "delays", cancellationToken: Token);
        var store = await FindAsync();
        await using (var session = former.Begin(1))
            await session.CompleteAsync(Manifests.Of(session), Token);
        Assert.False(await store.TryStartAsync(Token));
        Assert.Equal(1, store.FindLatest()!.CheckpointId);
        Assert.True(await store.TryStartAsync(Token));
        Assert.Equal(2, store.Attempt);
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    private static async Task RaceAsync(ICheckpointStorage storage, int rounds)
    {
        var log = (await JobLog.TryStartAsync(storage, Start("0"), Token))!;
        for (var round = 0; round < rounds; round++)
        {
            var head = log.Head;
            var starts = Enumerable.Range(0, Racers).Select(racer => Task.Run(() => JobLog.TryStartAsync(storage, Next(head, $"{racer}"), Token), Token));
            log = Assert.Single(await Task.WhenAll(starts), static winner => winner is not null)!;
            Assert.Equal(log.Head.Id, (await JobLog.ReadAsync(storage, head.Number + 1, Token))!.Id);
        }
    }

    private static LogAttempt Attempt(int number, string run) => new(number, run, "here", 42, DateTimeOffset.UnixEpoch);

    private static LogEntry Start(string run) => LogEntry.First("delays", Attempt(1, run), [], 0);

    private static LogEntry Next(LogEntry head, string run) => head.Next(LogEntryKind.AttemptStarted) with { Attempt = Attempt(head.Attempt.Number + 1, run) };

    private Task<JobLog?> StartAsync(LogEntry start) => JobLog.TryStartAsync(_storage, start, Token);

    private static Task AppendAsync(JobLog log, List<long>? appended = null) =>
        log.AppendAsync(static head => head.Next(LogEntryKind.OutputCommitted), entry => appended?.Add(entry.Number), Token);

    private Task<CheckpointStore> FindAsync() => CheckpointStore.FindAsync(_storage, "delays", 2, new(TimeProvider.System, TimeSpan.Zero), Token);
}
