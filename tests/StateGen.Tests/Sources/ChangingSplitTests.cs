using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StateGen.Checkpoints;

namespace StateGen.Tests.Sources;

/// <summary>Splits that a source adds, revokes and resumes while the job runs.</summary>
public sealed class ChangingSplitTests : IDisposable
{
    private readonly JobSurroundings _surroundings = new();
    private readonly FedSplits _fed = new(4);
    private readonly TaskCompletionSource _returns = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Channel<SplitChange> _changes = Channel.CreateUnbounded<SplitChange>();
    private IReadOnlyList<SplitPosition> _known = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AlarmLog Alarms => _surroundings.Alarms;

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    public async Task An_added_split_is_read_and_in_the_next_checkpoint_and_the_job_ends_with_the_watch_and_all_splits(int parallelism, int subtask)
    {
        var source = Source(found: 1);
        using var job = Start(source, parallelism);
        _fed.Feed(0, 1);
        await Alarms.ReceivedAsync(1);
        Add(1);
        _fed.Feed(1, 2, 3);
        await Alarms.ReceivedAsync(3);
        await job.CheckpointAsync();
        Assert.Equal(["0:1", "1:2"], await _surroundings.SplitsAsync());
        _fed.End(0, 1);
        await job.SettleAsync();
        Assert.Equal(["0:1 finished", "1:2 finished"], await _surroundings.SplitsAsync());
        Assert.False(job.Running.IsCompleted);
        _changes.Writer.Complete();
        Assert.Equal(3, (await job.EndAsync()).Records);
        Assert.Equal([$"Job job: split 1 was added to source subtask {subtask}."], _surroundings.Log.Of(1500));
    }

    [Fact]
    public async Task The_job_goes_on_after_the_end_of_the_watch_until_all_splits_have_ended()
    {
        using var job = Start(Source(found: 1), parallelism: 2);
        Add(1);
        _changes.Writer.Complete();
        _fed.End(0);
        _fed.Feed(1, 5);
        await Alarms.ReceivedAsync(1);
        await job.SettleAsync();
        Assert.False(job.Running.IsCompleted);
        _fed.End(1);
        Assert.Equal(1, (await job.EndAsync()).Records);
    }

    [Fact]
    public async Task A_new_split_goes_to_the_subtask_with_the_fewest_active_ones()
    {
        using var job = Start(Source(found: 2), parallelism: 2);
        _fed.Feed(0, 1);
        _fed.Feed(1, 2);
        await Alarms.ReceivedAsync(2);
        _fed.End(1);
        await job.SettleAsync();
        Add(2);
        Add(3);
        await InTime.UntilAsync(() => _surroundings.Log.Of(1500).Count() >= 2);
        Assert.Equal(["Job job: split 2 was added to source subtask 1.", "Job job: split 3 was added to source subtask 0."], _surroundings.Log.Of(1500).Order());
        await job.StopAsync();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    public async Task A_revoked_split_is_not_read_after_a_restart_until_the_source_resumes_it_where_it_stopped(int parallelism, int restored)
    {
        var source = Source(found: 2);
        using (var job = Start(source, parallelism))
        {
            Add(2);
            _fed.Feed(0, 1);
            _fed.Feed(1, 2, 3);
            _fed.Feed(2, 4);
            await Alarms.ReceivedAsync(4);
            _changes.Writer.TryWrite(SplitChange.Revoke("1"));
            await source.Readers.Single(reader => reader.Id == "1").Disposed.InTimeAsync();
            _fed.Feed(1, 5, 6);
            await job.SettleAsync();
            Assert.Equal(["0:1", "1:2 revoked", "2:1"], await _surroundings.SplitsAsync());
            Assert.Equal(["Job job: split 1 of source subtask"], _surroundings.Log.Of(1501).Select(message => message[..34]));
            await job.StopAsync();
        }

        _changes = Channel.CreateUnbounded<SplitChange>();
        var again = Source(found: 2);
        using var resumed = Start(again, restored);
        _fed.Feed(0, 7);
        await Alarms.ReceivedAsync(5);
        await resumed.SettleAsync();
        Assert.Equal(["0", "2"], again.Opened.Order());
        Assert.Equal(["0:1 False", "1:2 True", "2:1 False"], _known.Select(split => $"{split.Id}:{split.Fields["next"]} {split.IsRevoked}"));
        _changes.Writer.TryWrite(SplitChange.Resume("1"));
        await Alarms.ReceivedAsync(7);
        _changes.Writer.Complete();
        _fed.End(0, 1, 2);
        await resumed.EndAsync();
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], _surroundings.Sink.Committed.Select(reading => reading.Milliseconds).Order());
    }

    [Fact]
    public async Task A_split_that_is_revoked_and_resumed_at_once_loses_and_repeats_nothing()
    {
        using var job = Start(Source(found: 1), parallelism: 1);
        for (var round = 0; round < 50; round++)
        {
            _fed.Feed(0, 10 * round, (10 * round) + 1);
            _changes.Writer.TryWrite(SplitChange.Revoke("0"));
            _changes.Writer.TryWrite(SplitChange.Resume("0"));
            if (round % 10 == 0)
                await job.CheckpointAsync();
        }

        _changes.Writer.Complete();
        _fed.End(0);
        await job.EndAsync();
        Assert.Equal(Enumerable.Range(0, 50).SelectMany(round => new long[] { 10 * round, (10 * round) + 1 }), _surroundings.Sink.Committed.Select(reading => reading.Milliseconds).Order());
    }

    [Fact]
    public async Task A_revoked_split_that_is_added_again_is_read_from_the_new_position()
    {
        var source = Source(found: 2);
        using var job = Start(source, parallelism: 1);
        _fed.Feed(1, 1, 2, 3, 4);
        await Alarms.ReceivedAsync(4);
        _changes.Writer.TryWrite(SplitChange.Revoke("1"));
        await source.Readers[1].Disposed.InTimeAsync();
        _fed.Feed(1, 5, 6, 7);
        _changes.Writer.TryWrite(SplitChange.Add(ScriptedSource.PositionOf(1, next: 6)));
        _changes.Writer.Complete();
        _fed.End(0, 1);
        await job.EndAsync();
        Assert.Equal([1, 2, 3, 4, 7], _surroundings.Sink.Committed.Select(reading => reading.Milliseconds).Order());
    }

    [Fact]
    public async Task An_outstanding_read_of_a_revoked_split_is_canceled_and_its_position_stays()
    {
        var source = new ChangingSource(
            Watch,
            async read =>
            {
                if (read.Number > 1)
                    await new TaskCompletionSource().Task.WaitAsync(read.Token);
                return read.Take(1);
            },
            _fed.Splits) { Found = ..2 };
        _fed.Feed(0, 1, 2);
        _fed.Feed(1, 3, 4);
        using var job = Start(source, parallelism: 1);
        await Alarms.ReceivedAsync(2);
        await job.SettleAsync();
        _changes.Writer.TryWrite(SplitChange.Revoke("1"));
        await source.Readers[1].Disposed.InTimeAsync();
        await job.SettleAsync();
        Assert.Equal(["0:1", "1:1 revoked"], await _surroundings.SplitsAsync());
        await job.StopAsync();
    }

    [Fact]
    public async Task A_read_of_a_revoked_split_that_ignores_its_token_is_given_up_and_its_events_are_not_taken()
    {
        var source = new ChangingSource(
            Watch,
            async read =>
            {
                if (read.Number > 1)
                    await (read.Split == 1 ? _returns.Task : _returns.Task.WaitAsync(read.Token));
                return read.Take(1);
            },
            _fed.Splits) { Found = ..2 };
        _fed.Feed(0, 1);
        _fed.Feed(1, 3, 4);
        using var job = Start(source, parallelism: 1);
        await Alarms.ReceivedAsync(2);
        await job.SettleAsync();
        _changes.Writer.TryWrite(SplitChange.Revoke("1"));
        await _surroundings.Time.WaitForTimerAsync(TimeSpan.FromSeconds(5), Token).InTimeAsync();
        _surroundings.Time.Advance(TimeSpan.FromSeconds(5));
        await InTime.UntilAsync(() => _surroundings.Log.Of(1501).Any());
        await job.CheckpointAsync();
        Assert.Single(_surroundings.Log.Of(1504));
        Assert.False(source.Readers[1].Disposed.IsCompleted);
        _changes.Writer.Complete();
        _fed.End(0);
        _returns.SetResult();
        await job.EndAsync();
        await source.Readers[1].Disposed.InTimeAsync();
        Assert.Equal(["0:1 finished", "1:1 revoked"], await _surroundings.SplitsAsync());
        Assert.Equal([1, 3], _surroundings.Sink.Committed.Select(reading => reading.Milliseconds).Order());
    }

    [Fact]
    public async Task Subtasks_without_splits_hold_no_watermark_back()
    {
        using var job = Start(Source(found: 1), parallelism: 3);
        _fed.Feed(0, 1_000, 2_000);
        await Alarms.FiredAsync(1_000);
        Add(1);
        await InTime.UntilAsync(() => _surroundings.Log.Of(1500).Any());
        await job.CheckpointAsync();
        _fed.Feed(0, 3_000);
        await Alarms.ReceivedAsync(3);
        await job.CheckpointAsync();
        Assert.DoesNotContain(2_000, Alarms.Fired);
        _fed.Feed(1, 2_500);
        await Alarms.FiredAsync(2_000);
        await job.StopAsync();
    }

    [Theory]
    [InlineData("Revoke", "which the job does not have")]
    [InlineData("Resume", "which the job does not have")]
    [InlineData("AddAgain", "which the job has already and was not revoked")]
    [InlineData("ResumeActive", "which the job has already and was not revoked")]
    public async Task A_change_that_does_not_fit_is_refused(string change, string reason)
    {
        using var job = Start(Source(found: 1), parallelism: 1);
        _changes.Writer.TryWrite(change switch
        {
            "Revoke" => SplitChange.Revoke("7"),
            "Resume" => SplitChange.Resume("7"),
            "AddAgain" => SplitChange.Add(ScriptedSource.PositionOf(0)),
            _ => SplitChange.Resume("0"),
        });
        Assert.Contains(reason, (await Assert.ThrowsAsync<StateGenException>(job.EndAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_the_watch_fails_the_job()
    {
        using var job = Start(Source(found: 1), parallelism: 1);
        _changes.Writer.Complete(new IOException("no connection"));
        Assert.Equal("no connection", (await Assert.ThrowsAsync<IOException>(job.EndAsync)).Message);
    }

    [Fact]
    public async Task A_watch_that_ignores_its_token_is_not_waited_for()
    {
        var source = new ChangingSource(WatchStubbornlyAsync, _fed.ReadAsync, _fed.Splits) { Found = ..1 };
        using var job = Start(source, parallelism: 2);
        await job.SettleAsync();
        await job.CancelAsync();
        await _surroundings.Time.WaitForTimerAsync(TimeSpan.FromSeconds(5), Token).InTimeAsync();
        _surroundings.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(job.EndAsync);
        Assert.Contains("the watching of the splits of 'script'", Assert.Single(_surroundings.Log.Of(1504)), StringComparison.Ordinal);
        _returns.SetResult();
    }

    private RunningJob Start(ChangingSource source, int parallelism) =>
        new(Pipeline.From(source).WithEventTime(reading => reading.Time, TimeSpan.Zero), _surroundings, parallelism);

    private ChangingSource Source(int found) => new(Watch, _fed.ReadAsync, _fed.Splits) { Found = ..found };

    private void Add(int split) => _changes.Writer.TryWrite(SplitChange.Add(ScriptedSource.PositionOf(split)));

    private IAsyncEnumerable<SplitChange> Watch(IReadOnlyList<SplitPosition> known, CancellationToken cancellationToken)
    {
        _known = known;
        return _changes.Reader.ReadAllAsync(cancellationToken);
    }

    private async IAsyncEnumerable<SplitChange> WatchStubbornlyAsync(IReadOnlyList<SplitPosition> known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _ = (known, cancellationToken);
        await _returns.Task;
        yield break;
    }
}
