using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>A split that has no events now stops neither its neighbours nor barriers, however its reader says so.</summary>
public sealed class QuietSplitTests : IDisposable
{
    // The engine arms no timer of its own for this time, so that the one that a test waits for is that of the split.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(7);

    private readonly JobSurroundings _surroundings = new();

    public enum Quiet
    {
        PendingRead,
        Task,
        Time,
    }

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData(Quiet.PendingRead)]
    [InlineData(Quiet.Task)]
    [InlineData(Quiet.Time)]
    public async Task A_quiet_split_does_not_hold_up_the_events_of_another(Quiet quiet)
    {
        var input = Readings.Generate(seed: 1, count: 100_001);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new ScriptedSource(
            read =>
            {
                if (read.Split == 1)
                    return ended.Task.IsCompleted ? new(read.Take()) : BeQuiet(read, quiet, ended.Task);
                var result = read.Take();
                if (result.IsEnd)
                    ended.SetResult();
                return new(result);
            },
            input[1..],
            input[..1]);
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await ended.Task.InTimeAsync();
        if (quiet == Quiet.Time)
        {
            await _surroundings.Time.WaitForTimerAsync(QuietTime, TestContext.Current.CancellationToken).InTimeAsync();
            _surroundings.Time.Advance(QuietTime);
        }

        Assert.Equal(input.Length, (await job.EndAsync()).Records);
        Assert.Equal(input.Order(Comparer), _surroundings.Sink.Committed.Order(Comparer));
    }

    [Theory]
    [InlineData(Quiet.PendingRead)]
    [InlineData(Quiet.Task)]
    [InlineData(Quiet.Time)]
    public async Task A_barrier_passes_while_all_splits_wait(Quiet quiet)
    {
        var input = Readings.Generate(seed: 2, count: 40);
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new ScriptedSource(read => read.Number == 2 ? BeQuiet(read, quiet, more.Task) : new(read.Take(10)), input[..20], input[20..]);
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await _surroundings.Alarms.ReceivedAsync(20);
        Assert.Equal(1, await job.CheckpointAsync());
        Assert.Equal(["0:10", "1:10"], await _surroundings.SplitsAsync());
        Assert.Equal(2, await job.CheckpointAsync());
        await job.SettleAsync();
        more.SetResult();
        if (quiet == Quiet.Time)
            _surroundings.Time.Advance(QuietTime);
        Assert.Equal(40, (await job.EndAsync()).Records);
    }

    [Fact]
    public async Task A_split_that_says_how_long_to_wait_is_read_again_after_that_time_and_not_before()
    {
        var source = new ScriptedSource(read => new(read.Number == 1 ? SplitRead.WaitFor(TimeSpan.FromHours(1)) : read.Take()), Readings.Generate(seed: 3, count: 5));
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await _surroundings.Time.WaitForTimerAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        _surroundings.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        await job.CheckpointAsync();
        Assert.Equal(1, source.Readers.Single().Reads);
        _surroundings.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(5, (await job.EndAsync()).Records);
    }

    [Fact]
    public async Task Splits_whose_reads_complete_at_once_take_turns()
    {
        var order = new List<int>();
        var input = Readings.Generate(seed: 4, count: 300);
        var source = new ScriptedSource(
            read =>
            {
                order.Add(read.Split);
                return new(read.Take(20));
            },
            input[..100],
            input[100..200],
            input[200..]);
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await job.EndAsync();
        Assert.Equal(Enumerable.Range(0, order.Count).Select(read => read % 3), order);
    }

    [Fact]
    public async Task A_split_whose_reads_complete_at_once_does_not_starve_one_that_waits()
    {
        var input = Readings.Generate(seed: 5, count: 2_000);
        var readsOfBusy = 0;
        var readsAtEnd = 0;
        var arrives = new TaskCompletionSource();
        var source = new ScriptedSource(
            async read =>
            {
                if (read.Split == 0)
                {
                    readsOfBusy = read.Number;
                    arrives.SetResult();
                    arrives = new();
                    return read.Take(1);
                }

                // The next read of the other split lets this one complete, in the same thread, so that nothing depends on what the thread pool does.
                await arrives.Task.WaitAsync(read.Token);
                readsAtEnd = readsOfBusy;
                return read.Take(1);
            },
            input[..1_990],
            input[1_990..]);
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await job.EndAsync();
        Assert.InRange(readsAtEnd, 1, 1_900);
    }

    [Fact]
    public async Task A_slow_opening_holds_up_neither_the_other_splits_nor_barriers()
    {
        var input = Readings.Generate(seed: 6, count: 20);
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new ScriptedSource(read => new(read.Take()), input[..10], input[10..])
        {
            Opening = (split, token) => split == 0 ? opened.Task.WaitAsync(token) : Task.CompletedTask,
        };
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await _surroundings.Alarms.ReceivedAsync(10);
        await job.CheckpointAsync();
        Assert.Equal("0:0", (await _surroundings.SplitsAsync())[0]);
        opened.SetResult();
        Assert.Equal(20, (await job.EndAsync()).Records);
    }

    [Fact]
    public async Task The_failure_of_an_awaited_task_is_the_failure_of_the_split()
    {
        var failing = new TaskCompletionSource();
        var source = new ScriptedSource(_ => new(SplitRead.WaitFor(failing.Task)), Readings.Generate(seed: 7, count: 5));
        using var job = new RunningJob(Pipeline.From(source), _surroundings);
        await job.CheckpointAsync();
        failing.SetException(new InjectedFailureException("lost"));
        Assert.Equal("lost", (await Assert.ThrowsAsync<InjectedFailureException>(job.EndAsync)).Message);
        Assert.True(source.Readers.Single().Disposed.IsCompleted);
    }

    [Fact]
    public async Task A_result_that_says_nothing_is_refused()
    {
        using var job = new RunningJob(Pipeline.From(new ScriptedSource(_ => new(default(SplitRead)), Readings.Generate(seed: 8, count: 5))), _surroundings);
        var refusal = await Assert.ThrowsAsync<StateGenException>(job.EndAsync);
        Assert.Contains("split '0' returned a default SplitRead", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_events_than_there_is_room_for_are_refused()
    {
        using var job = new RunningJob(Pipeline.From(new ScriptedSource(read => new(SplitRead.Events(read.Buffer.Length + 1)), Readings.Generate(seed: 9, count: 5))), _surroundings);
        var refusal = await Assert.ThrowsAsync<StateGenException>(job.EndAsync);
        Assert.Contains("split '0' returned", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_holds_events_or_a_time_or_a_task_or_the_end()
    {
        Assert.Equal((7, false), (SplitRead.Events(7).Count, SplitRead.Events(7).IsEnd));
        Assert.Equal((0, true), (SplitRead.End.Count, SplitRead.End.IsEnd));
        Assert.Equal(TimeSpan.FromSeconds(2), SplitRead.WaitFor(TimeSpan.FromSeconds(2)).Delay);
        Assert.Same(Task.CompletedTask, SplitRead.WaitFor(Task.CompletedTask).Until);
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitRead.Events(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitRead.WaitFor(TimeSpan.Zero));
        Assert.Throws<ArgumentNullException>(() => SplitRead.WaitFor(null!));
    }

    private static Comparer<Reading> Comparer { get; } =
        Comparer<Reading>.Create((left, right) => (left.Milliseconds, left.Sensor, left.Value).CompareTo((right.Milliseconds, right.Sensor, right.Value)));

    private static async ValueTask<SplitRead> BeQuiet(ScriptedRead read, Quiet quiet, Task end)
    {
        if (quiet == Quiet.Task)
            return SplitRead.WaitFor(end);
        if (quiet == Quiet.Time)
            return SplitRead.WaitFor(QuietTime);
        await end.WaitAsync(read.Token);
        return read.Take();
    }
}
