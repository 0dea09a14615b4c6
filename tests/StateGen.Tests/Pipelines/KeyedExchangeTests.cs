using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Operators;
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
        var sending = exchange.SendAsync(0, ExchangeUnderTest.Records(Enumerable.Range(0, 500)), Token);
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
        var sending = exchange.SendAsync(0, ExchangeUnderTest.Records(Enumerable.Range(0, 40_000)), Token);
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
        var sending = exchange.SendAsync(0, ExchangeUnderTest.Records(ones), Token);
        var sizes = await ReceiveAsync(exchange.Gates[1], 40_000, millisecondsEach: 0);
        await sending;
        Assert.Equal(1_024, sizes.Max());
    }

    [Fact]
    public async Task The_slowest_of_the_receivers_that_get_records_counts()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 2);
        var sending = exchange.SendAsync(0, ExchangeUnderTest.Records(Enumerable.Range(0, 2_000)), Token);
        // In one thread: the time that the slow receiver takes must not pass while the fast one is measured.
        for (var received = 0; received < 2_000; await default(FairYield))
        {
            foreach (var (gate, milliseconds) in exchange.Gates.Zip([0, 20]))
            {
                while (gate.TryRead(out var next))
                {
                    received += next.Batch.Count;
                    _time.Advance(TimeSpan.FromMilliseconds(next.Batch.Count * milliseconds));
                    next.Channel.Return(next.Batch);
                }
            }
        }

        await sending;
        Assert.Equal(10, exchange.Senders[0].PreferredCount);
    }

    [Fact]
    public async Task A_watermark_reaches_a_receiver_without_records_while_another_has_no_room()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 2);
        await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records(Enumerable.Repeat(0, 20)), Token);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        var sending = exchange.SendAsync(0, ExchangeUnderTest.Records(Enumerable.Repeat(0, 10), new WatermarkPosition(0, 7)), Token);
        var (channel, batch) = await exchange.Gates[1].ReadAsync(Token);
        Assert.False(sending.IsCompleted);
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
        await sender.PassBarrierAsync(new(1, CheckpointKind.Periodic), Token);
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public async Task A_sender_that_returns_says_so_before_its_first_records(int receivers)
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers);
        var sender = exchange.Senders[0];
        sender.IsIdle = true;
        await sender.WriteAsync(ExchangeUnderTest.Records([]), Token);
        foreach (var gate in exchange.Gates)
        {
            var (channel, batch) = await gate.ReadAsync(Token);
            Assert.True(batch.IsIdle);
            channel.Return(batch);
        }

        sender.IsIdle = false;
        var sending = exchange.SendAsync(0, ExchangeUnderTest.Records(Enumerable.Repeat(0, 4_000)), Token);
        for (var received = 0; received < 4_000;)
        {
            var (channel, batch) = await exchange.Gates[0].ReadAsync(Token);
            Assert.False(batch.IsIdle);
            received += batch.Count;
            channel.Return(batch);
        }

        await sending;
    }

    [Fact]
    public async Task A_barrier_is_sent_while_the_share_is_in_flight()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 1);
        var sent = 0;
        Task sending;
        do
            sending = exchange.SendAsync(0, ExchangeUnderTest.Records([sent++]), Token);
        while (sending.IsCompletedSuccessfully && sent < 4);
        Assert.Equal((true, 4), (sending.IsCompletedSuccessfully, sent));
        var barrier = new CheckpointBarrier(1, CheckpointKind.Periodic);
        Assert.True(exchange.Senders[0].PassBarrierAsync(barrier, Token).AsTask().IsCompletedSuccessfully);
        await ReceiveAsync(exchange.Gates[0], 4, 0);
        Assert.Same(barrier, (await exchange.Gates[0].ReadAsync(Token)).Batch.Barrier);
    }

    [Fact]
    public async Task Records_are_held_until_their_batch_is_full()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 2);
        for (var record = 0; record < 19; record++)
        {
            Assert.False(exchange.Gates[0].TryRead(out _));
            await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records([record], new WatermarkPosition(0, record)), Token);
        }

        Assert.True(exchange.Gates[0].TryRead(out var received));
        Assert.Equal(10, received.Batch.Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(index => new WatermarkPosition(index, 2 * index)), received.Batch.Watermarks.Span.ToArray());
    }

    [Fact]
    public async Task What_is_held_is_sent_with_the_last_watermark_before_the_sender_waits_for_input()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 2);
        Assert.Equal(0, exchange.Senders[0].Patience);
        await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records([0], new WatermarkPosition(1, 7)), Token);
        Assert.InRange(exchange.Senders[0].Patience, 1, 4);
        await exchange.Senders[0].SendHeldAsync(Token);
        Assert.Equal(0, exchange.Senders[0].Patience);
        foreach (var (gate, records) in exchange.Gates.Zip([1, 0]))
        {
            Assert.True(gate.TryRead(out var received));
            Assert.Equal(records, received.Batch.Count);
            Assert.Equal([new(records, 7)], received.Batch.Watermarks.Span.ToArray());
        }
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(100, 500)]
    public async Task What_is_held_is_sent_in_time_although_the_sender_does_not_wait(int receivers, int milliseconds)
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers);
        await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records([0]), Token);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records([1]), Token);
        Assert.False(exchange.Gates[0].TryRead(out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records([1]), Token);
        Assert.True(exchange.Gates[0].TryRead(out var received));
        Assert.Equal(1, received.Batch.Count);
    }

    [Fact]
    public async Task Records_for_many_receivers_are_held_until_there_are_some_for_each()
    {
        const int Receivers = 20, ForEach = 10;
        var exchange = new ExchangeUnderTest(_time, senders: 1, Receivers);
        const int Last = (Receivers * ForEach) - 1;
        for (var record = 0; record < Last; record++)
            await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records([record], new WatermarkPosition(0, record)), Token);
        Assert.All(exchange.Gates, gate => Assert.False(gate.TryRead(out _)));
        await exchange.Senders[0].WriteAsync(ExchangeUnderTest.Records([Last], new WatermarkPosition(0, Last)), Token);
        foreach (var (receiver, gate) in exchange.Gates.Index())
        {
            Assert.True(gate.TryRead(out var received));
            Assert.Equal(Enumerable.Range(0, ForEach).Select(index => receiver + (Receivers * index)), received.Batch.Records([]).Events.ToArray());
            // Each record follows the watermark of its number, and the last watermark is sent, too.
            var watermarks = Enumerable.Range(0, ForEach).Select(index => new WatermarkPosition(index, receiver + (Receivers * index))).ToList();
            if (watermarks[^1].Watermark < Last)
                watermarks.Add(new(ForEach, Last));
            Assert.Equal(watermarks, received.Batch.Watermarks.Span.ToArray());
        }
    }

    [Fact]
    public async Task What_is_held_for_many_receivers_is_before_barriers_and_before_the_end()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, receivers: 20);
        var sender = exchange.Senders[0];
        await sender.WriteAsync(ExchangeUnderTest.Records(Enumerable.Range(0, 40), new WatermarkPosition(40, 40)), Token);
        await sender.PassBarrierAsync(new(1, CheckpointKind.Periodic), Token);
        await sender.WriteAsync(ExchangeUnderTest.Records(Enumerable.Range(40, 20)), Token);
        await sender.CompleteAsync(Token);
        foreach (var gate in exchange.Gates)
        {
            var (records, watermark) = (0, EventTime.Minimum);
            for (var isEnd = false; !isEnd;)
            {
                var (channel, batch) = await gate.ReadAsync(Token);
                records += batch.Count;
                if (batch.Watermarks.Count > 0)
                    watermark = batch.Watermarks.Span[^1].Watermark;
                isEnd = batch.IsEndOfInput;
                Assert.Equal(batch.Barrier is null ? records : 2, records);
                if (batch.Barrier is not null)
                    Assert.Equal(40, watermark);
                channel.Return(batch);
            }

            Assert.Equal(3, records);
        }
    }

    [Fact]
    public async Task An_exchange_of_a_hundred_subtasks_fills_its_batches_and_needs_little_memory()
    {
        const int Width = 100, Rounds = 40, InRound = 10 * Width;
        var exchange = new ExchangeUnderTest(_time, Width, Width);
        var records = ExchangeUnderTest.Records(Enumerable.Range(0, InRound));
        var (batches, received) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var writing = Task.WhenAll(exchange.Senders.Select(sender => sender.WriteAsync(records, Token).AsTask()));
            do
            {
                Drain();
                await Task.Yield();
            }
            while (!writing.IsCompleted);
            await writing;
        }

        Assert.InRange(received, Width * Rounds * InRound * 0.8, Width * Rounds * InRound);
        Assert.InRange((double)received / batches, 25, 1_024);
        // Without a pool, the batches of 10,000 channels for 1,024 records each would need 500 MB.
        Assert.InRange(exchange.Pool.Bytes, 1, 100_000_000);

        void Drain()
        {
            foreach (var gate in exchange.Gates)
            {
                while (gate.TryRead(out var next))
                {
                    (batches, received) = (batches + 1, received + next.Batch.Count);
                    next.Channel.Return(next.Batch);
                }
            }
        }
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
