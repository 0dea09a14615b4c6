using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Connectors;

public sealed class MemorySourceTests
{
    private static readonly int[] Numbers = [.. Enumerable.Range(0, 100)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_list_keeps_the_contract(int splits) => await new SourceUnderTest<int>(() => Source.FromList(Numbers, splits)).VerifyAsync(Token);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Generated_events_keep_the_contract(int splits) =>
        await new SourceUnderTest<long>(() => Source.Generate(static number => number * number, count: 100, splits: splits)).VerifyAsync(Token);

    [Fact]
    public async Task Generated_events_without_end_keep_the_contract() =>
        await new SourceUnderTest<long>(() => Source.Generate(static number => number, splits: 2)) { Most = 50 }.VerifyAsync(Token);

    [Fact]
    public async Task Generated_events_at_a_rate_keep_the_contract()
    {
        var time = new VirtualTime();
        await new SourceUnderTest<long>(() => Source.Generate(static number => number, count: 60, ratePerSecond: 7, splits: 2, time)) { Advance = time.Advance }
            .VerifyAsync(Token);
    }

    [Fact]
    public async Task An_enumerable_that_begins_again_keeps_the_contract() =>
        await new SourceUnderTest<int>(() => Source.FromAsyncEnumerable(token => CountAsync(0, 60, token))).VerifyAsync(Token);

    [Fact]
    public async Task An_enumerable_that_begins_at_a_position_keeps_the_contract() =>
        await new SourceUnderTest<int>(() => Source.FromAsyncEnumerable((position, token) => CountAsync((int)position, 60, token))).VerifyAsync(Token);

    [Fact]
    public async Task A_channel_keeps_what_it_can_of_the_contract() =>
        await new SourceUnderTest<int>(() => Source.FromChannel(Filled(40).Reader)) { CanReplay = false }.VerifyAsync(Token);

    [Fact]
    public async Task The_splits_of_a_list_advance_through_it_together()
    {
        var source = Source.FromList(["a", "b", "c", "d", "e"], splits: 2);
        var splits = await source.DiscoverSplitsAsync(Token);
        Assert.Equal([(0, "a"), (2, "c"), (4, "e")], await source.ReadFromAsync(splits[0]));
        Assert.Equal([(1, "b"), (3, "d")], await source.ReadFromAsync(splits[1]));
    }

    [Fact]
    public async Task An_empty_list_is_one_split_without_events()
    {
        var source = Source.FromList<int>([], splits: 4);
        Assert.Empty(await source.ReadFromAsync(await source.SingleSplitAsync()));
    }

    [Fact]
    public async Task A_list_of_another_length_is_refused()
    {
        var position = await Source.FromList([1, 2, 3]).SingleSplitAsync();
        var exception = await Assert.ThrowsAsync<SourceUnavailableException>(() => Source.FromList([1, 2, 3, 4]).OpenAsync(position, Token));
        Assert.Contains("has 4 events now, and had 3 when the job first started", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_of_generated_events_stays_the_same_when_the_number_of_splits_changes()
    {
        var split = (await Source.Generate(static number => number, count: 12, splits: 3).DiscoverSplitsAsync(Token))[1];
        var read = await Source.Generate(static number => number, count: 12, splits: 2).ReadFromAsync(split);
        Assert.Equal([1, 4, 7, 10], read.Select(item => item.Event));
    }

    [Fact]
    public async Task An_event_that_cannot_be_created_is_named()
    {
        var source = Source.Generate(static number => number < 5 ? number : throw new FormatException("Too large."), count: 9);
        var exception = await Assert.ThrowsAsync<StateGenException>(() => source.ReadAllAsync());
        Assert.Equal("Event 5 of generated Int64, split 0 cannot be created: Too large.", exception.Message);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_that_is_none_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Source.Generate(static number => number, ratePerSecond: rate));

    [Fact]
    public async Task A_rate_holds_over_all_splits_and_a_slow_job_catches_up()
    {
        var time = new VirtualTime();
        var source = Source.Generate(static number => number, ratePerSecond: 10, splits: 2, time: time);
        var readers = new List<SplitReader<long>>();
        foreach (var split in await source.DiscoverSplitsAsync(Token))
            readers.Add(await source.OpenAsync(split, Token));
        await AssertDueAsync(readers[0], wait: 200, 0);
        await AssertDueAsync(readers[1], wait: 100);
        time.Advance(TimeSpan.FromMilliseconds(100));
        await AssertDueAsync(readers[0], wait: 100);
        await AssertDueAsync(readers[1], wait: 200, 1);
        time.Advance(TimeSpan.FromSeconds(1));
        await AssertDueAsync(readers[0], wait: 100, 2, 4, 6, 8, 10);
        await AssertDueAsync(readers[1], wait: 200, 3, 5, 7, 9, 11);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public async Task Extreme_rates_give_a_wait_or_events(double rate)
    {
        var time = new VirtualTime();
        var source = Source.Generate(static number => number, ratePerSecond: rate, time: time);
        await using var reader = await source.OpenAsync(await source.SingleSplitAsync(), Token);
        Assert.Equal(1, (await reader.ReadAsync(new long[4], Token)).Count);
        Assert.InRange((await reader.ReadAsync(new long[4], Token)).Delay!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(rate > 1 ? 4 : 0, (await reader.ReadAsync(new long[4], Token)).Count);
    }

    [Fact]
    public async Task A_job_receives_generated_events_at_their_rate()
    {
        var time = new VirtualTime();
        var received = Channel.CreateUnbounded<long>();
        var running = Pipeline.From(Source.Generate(static number => number, count: 3, ratePerSecond: 2, time: time)).To(Sink.ToChannel(received.Writer))
            .RunAsync(new PipelineOptions { JobId = "job", Time = time }, Token);
        for (var number = 0L; number < 3; number++)
        {
            Assert.Equal(number, await received.Reader.ReadAsync(Token).AsTask().InTimeAsync());
            Assert.False(received.Reader.TryPeek(out _));
            if (number == 2)
                break;
            await time.WaitForTimerAsync(TimeSpan.FromMilliseconds(500), Token).InTimeAsync();
            time.Advance(TimeSpan.FromMilliseconds(500));
        }

        Assert.Equal(3, (await running.InTimeAsync()).Records);
    }

    [Fact]
    public async Task An_enumerable_that_is_shorter_than_before_is_refused()
    {
        var position = new SplitPosition("0", ManifestFields.Empty.With("read", 7), MaxEventTimeMilliseconds: null, IsFinished: false);
        var source = Source.FromAsyncEnumerable(token => CountAsync(0, 5, token));
        var exception = await Assert.ThrowsAsync<SourceUnavailableException>(() => source.ReadFromAsync(position));
        Assert.Contains("ended after 5 events, but the job has read 7 before", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_of_an_enumerable_returns_what_is_there()
    {
        var gate = new TaskCompletionSource();
        var source = Source.FromAsyncEnumerable(_ => GatedAsync(gate.Task));
        await using var reader = await source.OpenAsync(await source.SingleSplitAsync(), Token);
        var events = new int[10];
        Assert.Equal(2, (await reader.ReadAsync(events, Token).AsTask().InTimeAsync()).Count);
        var waiting = reader.ReadAsync(events, Token).AsTask();
        Assert.False(waiting.IsCompleted);
        gate.SetResult();
        Assert.Equal(1, (await waiting.InTimeAsync()).Count);
        Assert.Equal((3, 2), (events[0], reader.OriginOf(0)));
        Assert.True((await reader.ReadAsync(events, Token)).IsEnd);
        Assert.True((await reader.ReadAsync(events, Token)).IsEnd);
    }

    [Fact]
    public async Task A_canceled_read_of_an_enumerable_loses_nothing()
    {
        var gate = new TaskCompletionSource();
        var source = Source.FromAsyncEnumerable(_ => GatedAsync(gate.Task));
        await using var reader = await source.OpenAsync(await source.SingleSplitAsync(), Token);
        Assert.Equal(2, (await reader.ReadAsync(new int[10], Token)).Count);
        using var cancellation = new CancellationTokenSource();
        var waiting = reader.ReadAsync(new int[10], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTimeAsync());
        Assert.Equal(2, reader.Position.GetInt64("read"));
        gate.SetResult();
        var events = new int[10];
        Assert.Equal(1, (await reader.ReadAsync(events, Token).AsTask().InTimeAsync()).Count);
        Assert.Equal(3, events[0]);
    }

    [Fact]
    public async Task A_reader_that_is_closed_ends_the_enumeration()
    {
        var ended = new TaskCompletionSource();
        var source = Source.FromAsyncEnumerable(token => EndlessAsync(ended, token));
        var reader = await source.OpenAsync(await source.SingleSplitAsync(), Token);
        Assert.Equal(1, (await reader.ReadAsync(new int[10], Token)).Count);
        await reader.DisposeAsync().AsTask().InTimeAsync();
        await ended.Task.InTimeAsync();
    }

    [Fact]
    public async Task A_reader_is_closed_although_its_enumeration_ignores_the_token()
    {
        var gate = new TaskCompletionSource();
        var source = Source.FromAsyncEnumerable(_ => GatedAsync(gate.Task));
        var reader = await source.OpenAsync(await source.SingleSplitAsync(), Token);
        Assert.Equal(2, (await reader.ReadAsync(new int[10], Token)).Count);
        await reader.DisposeAsync().AsTask().InTimeAsync();
        gate.SetResult();
    }

    [Fact]
    public async Task A_channel_that_fails_fails_the_read_after_its_events()
    {
        var channel = Channel.CreateUnbounded<int>();
        channel.Writer.TryWrite(1);
        channel.Writer.Complete(new FormatException("broken"));
        var source = Source.FromChannel(channel.Reader);
        await using var reader = await source.OpenAsync(await source.SingleSplitAsync(), Token);
        Assert.Equal(1, (await reader.ReadAsync(new int[4], Token)).Count);
        await Assert.ThrowsAsync<FormatException>(async () => await reader.ReadAsync(new int[4], Token));
    }

    [Theory]
    [InlineData("list", 1)]
    [InlineData("list", 3)]
    [InlineData("generated", 3)]
    [InlineData("enumerable", 1)]
    [InlineData("resuming enumerable", 1)]
    public async Task A_replayable_source_gives_each_event_once_after_failures(string kind, int splits)
    {
        var source = kind switch
        {
            "list" => Source.FromList(Numbers, splits),
            "generated" => Source.Generate(static number => (int)number, count: 100, splits: splits),
            "enumerable" => Source.FromAsyncEnumerable(token => CountAsync(0, 100, token)),
            _ => Source.FromAsyncEnumerable((position, token) => CountAsync((int)position, 100, token)),
        };
        var sink = new CollectionSink<int>();
        var result = await new InterruptedRun(5, 11, 17).RunAsync(source, sink, parallelism: 2);
        Assert.InRange(result.Restarts, 1, 3); // several subtasks may fail in one attempt
        Assert.Equal(Numbers, sink.Records.Order());
    }

    [Fact]
    public async Task A_channel_loses_after_a_failure_what_came_after_the_last_checkpoint_and_repeats_nothing()
    {
        var sink = new CollectionSink<int>();
        // Checkpoints are taken before reads 3, 6 and so on, and each read has 5 events: read 4, with the events from 15 on, fails after read 3.
        await new InterruptedRun(4).RunAsync(Source.FromChannel(Filled(40).Reader), sink);
        Assert.Equal([.. Enumerable.Range(0, 10), .. Enumerable.Range(15, 25)], sink.Records);
    }

    private static Channel<int> Filled(int count)
    {
        var channel = Channel.CreateUnbounded<int>();
        for (var number = 0; number < count; number++)
            Assert.True(channel.Writer.TryWrite(number));
        channel.Writer.Complete();
        return channel;
    }

    // Reads all that is due, and then the time to wait.
    private static async Task AssertDueAsync(SplitReader<long> reader, int wait, params long[] expected)
    {
        var (events, buffer) = (new List<long>(), new long[4]);
        SplitRead read;
        while ((read = await reader.ReadAsync(buffer, Token)).Count > 0)
            events.AddRange(buffer.Take(read.Count));
        Assert.Equal(expected, events);
        Assert.Equal(TimeSpan.FromMilliseconds(wait), read.Delay);
    }

    // Some elements are there at once, and some are not.
    private static async IAsyncEnumerable<int> CountAsync(int start, int end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = start; number < end; number++)
        {
            if (number % 7 == 0)
                await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return number;
        }
    }

    private static async IAsyncEnumerable<int> GatedAsync(Task gate)
    {
        yield return 1;
        yield return 2;
        await gate;
        yield return 3;
    }

    private static async IAsyncEnumerable<int> EndlessAsync(TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            yield return 1;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            ended.SetResult();
        }
    }
}
