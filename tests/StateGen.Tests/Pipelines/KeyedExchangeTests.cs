using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.TestKit;

namespace StateGen.Tests.Pipelines;

/// <summary>How a sender distributes records to receivers that take their time.</summary>
public sealed class KeyedExchangeTests
{
    private readonly VirtualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_receiver_gets_small_batches()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 1);
        var sending = exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records(Enumerable.Range(0, 500)), Token).AsTask();
        var sizes = await ReceiveAsync(exchange.Gates[0], 500, millisecondsEach: 20);
        await sending;
        Assert.All(sizes, size => Assert.InRange(size, 1, 10));
        Assert.Equal(10, exchange.Senders[0].PreferredCount);
    }

    [Fact]
    public async Task A_fast_receiver_gets_full_batches_after_a_slow_start()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 1);
        Assert.Equal(10, exchange.Senders[0].PreferredCount);
        var sending = exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records(Enumerable.Range(0, 40_000)), Token).AsTask();
        var sizes = await ReceiveAsync(exchange.Gates[0], 40_000, millisecondsEach: 0);
        await sending;
        Assert.Equal(10, sizes[0]);
        Assert.InRange(sizes.FindIndex(size => size == 1_024), 1, 60);
        Assert.All(sizes[^20..^1], size => Assert.Equal(1_024, size));
    }

    [Fact]
    public async Task A_receiver_that_gets_no_records_keeps_no_batch_small()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 3);
        var ones = Enumerable.Repeat(1, 40_000);
        var sending = exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records(ones), Token).AsTask();
        var sizes = await ReceiveAsync(exchange.Gates[1], 40_000, millisecondsEach: 0);
        await sending;
        Assert.Equal(1_024, sizes.Max());
    }

    [Fact]
    public async Task The_slowest_of_the_receivers_that_get_records_counts()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 2);
        var sending = exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records(Enumerable.Range(0, 2_000)), Token).AsTask();
        await Task.WhenAll(ReceiveAsync(exchange.Gates[0], 1_000, 0), ReceiveAsync(exchange.Gates[1], 1_000, millisecondsEach: 20));
        await sending;
        Assert.Equal(10, exchange.Senders[0].PreferredCount);
    }

    [Fact]
    public async Task A_watermark_reaches_a_receiver_without_records_while_another_has_no_room()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 2);
        await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records(Enumerable.Repeat(0, 20)), Token);
        var sending = exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records(Enumerable.Repeat(0, 10), new WatermarkPosition(0, 7)), Token).AsTask();
        Assert.False(sending.IsCompleted);
        var reading = exchange.Gates[1].ReadAsync(Token).AsTask();
        Assert.True(reading.IsCompletedSuccessfully);
        var (channel, batch) = await reading;
        Assert.Equal([new(0, 7)], batch.Watermarks.Span.ToArray());
        channel.Return(batch);
        await ReceiveAsync(exchange.Gates[0], 30, 0);
        await sending;
    }

    [Fact]
    public async Task Every_receiver_is_told_that_the_sender_is_idle_and_that_it_is_not_any_more()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 2);
        var sender = exchange.Senders[0];
        sender.IsIdle = true;
        await sender.WriteAsync(ExchangeUnderTest.Records([]), Token);
        await sender.PassBarrierAsync(new(1, isFinal: false, participants: 1, new(), files: null, telemetry: null!), Token);
        sender.IsIdle = false;
        await sender.WriteAsync(ExchangeUnderTest.Records([0]), Token);
        foreach (var (gate, records) in exchange.Gates.Zip([1, 0]))
        {
            foreach (var (isIdle, count) in new[] { (true, 0), (true, 0), (false, records) })
            {
                var (channel, batch) = await gate.ReadAsync(Token);
                Assert.Equal((isIdle, count), (batch.IsIdle, batch.Count));
                channel.Return(batch);
            }
        }
    }

    [Fact]
    public async Task A_barrier_is_sent_while_the_share_is_in_flight()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 1);
        var sent = 0;
        Task sending;
        do
            sending = exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records([sent++]), Token).AsTask();
        while (sending.IsCompletedSuccessfully && sent < 4);
        Assert.Equal((true, 4), (sending.IsCompletedSuccessfully, sent));
        var barrier = new PendingCheckpoint(1, isFinal: false, participants: 1, new(), files: null, telemetry: null!);
        Assert.True(exchange.Senders[0].PassBarrierAsync(barrier, Token).AsTask().IsCompletedSuccessfully);
        await ReceiveAsync(exchange.Gates[0], 4, 0);
        Assert.Same(barrier, (await exchange.Gates[0].ReadAsync(Token)).Batch.Barrier);
    }

    /// <summary>Receives records and returns the sizes of their batches.</summary>
    private async Task<List<int>> ReceiveAsync(InputGate<long, int> gate, int count, int millisecondsEach)
    {
        var sizes = new List<int>();
        while (sizes.Sum() < count)
        {
            var (channel, batch) = await gate.ReadAsync(Token);
            if (batch.Count > 0)
                sizes.Add(batch.Count);
            _time.Advance(TimeSpan.FromMilliseconds(batch.Count * millisecondsEach));
            channel.Return(batch);
        }

        return sizes;
    }
}
