using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.TestKit;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Exchange;

/// <summary>How a sender sends the same to several receivers, which take their time.</summary>
public sealed class BroadcastExchangeTests
{
    private const int BatchSize = 1_024;

    private readonly VirtualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_receiver_gets_every_event_in_order_with_the_same_watermarks()
    {
        var (exchange, gates) = Open(receivers: 3);
        var sending = SendAsync(exchange, Enumerable.Range(0, 5_000), new WatermarkPosition(0, 3), new WatermarkPosition(2_000, 4), new WatermarkPosition(5_000, 5));
        var received = await Task.WhenAll(gates.Select(gate => ReceiveAsync(gate, 5_000)));
        await sending;
        Assert.All(received, each =>
        {
            Assert.Equal(Enumerable.Range(0, 5_000), each.Events);
            Assert.Equal([(0, 3L), (2_000, 4L), (5_000, 5L)], each.Watermarks);
        });
    }

    [Fact]
    public async Task The_slowest_receiver_bounds_what_is_on_the_way()
    {
        var (exchange, gates) = Open(receivers: 2);
        var fast = ReceiveAsync(gates[0], 3_000);
        var sending = SendAsync(exchange, Enumerable.Range(0, 3_000));
        // The second receiver reads nothing, so the first one gets no more than the second one admits.
        Assert.False(sending.IsCompleted);
        Assert.False(fast.IsCompleted);
        Assert.Equal(3_000, (await ReceiveAsync(gates[1], 3_000)).Events.Count);
        await sending;
        Assert.Equal(3_000, (await fast).Events.Count);
    }

    [Fact]
    public async Task Events_are_held_until_their_batch_is_full_or_the_sender_waits_for_input()
    {
        var (exchange, gates) = Open(receivers: 2);
        Assert.Equal(0, exchange.Patience);
        await exchange.WriteAsync(Records([0], new WatermarkPosition(1, 7)), Token);
        Assert.InRange(exchange.Patience, 1, 4);
        Assert.All(gates, gate => Assert.False(gate.TryRead(out _)));
        await exchange.SendHeldAsync(Token);
        Assert.Equal(0, exchange.Patience);
        foreach (var gate in gates)
        {
            Assert.True(gate.TryRead(out var received));
            Assert.Equal((1, 0), (received.Batch.Size, received.Batch.Count));
            Assert.Equal([new(1, 7)], received.Batch.Watermarks.Span.ToArray());
            received.Channel.Return(received.Batch);
        }

        for (var record = 0; record < 10; record++)
            await exchange.WriteAsync(Records([record]), Token);
        Assert.All(gates, gate => Assert.True(gate.TryRead(out _)));
    }

    [Fact]
    public async Task What_is_held_is_sent_in_time_although_the_sender_does_not_wait()
    {
        var (exchange, gates) = Open(receivers: 2);
        await exchange.WriteAsync(Records([0]), Token);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        await exchange.WriteAsync(Records([1]), Token);
        Assert.False(gates[0].TryRead(out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await exchange.WriteAsync(Records([]), Token);
        Assert.True(gates[0].TryRead(out var received));
        Assert.Equal(2, received.Batch.Size);
    }

    [Fact]
    public async Task Every_receiver_is_told_idleness_the_barrier_and_the_end_of_input_after_what_was_written()
    {
        var (exchange, gates) = Open(receivers: 2);
        var barrier = new CheckpointBarrier(1, CheckpointKind.Periodic);
        exchange.IsIdle = true;
        await exchange.WriteAsync(Records([]), Token);
        exchange.IsIdle = false;
        await exchange.WriteAsync(Records([5]), Token);
        await exchange.WriteAsync(Records([6]), Token);
        await exchange.PassBarrierAsync(barrier, Token);
        await exchange.WriteAsync(Records([7]), Token);
        await exchange.CompleteAsync(Token);
        foreach (var gate in gates)
        {
            foreach (var (isIdle, size, expectedBarrier, isEnd) in new[] { (true, 0, null, false), (false, 1, null, false), (false, 1, barrier, false), (false, 1, null, true) })
            {
                var (channel, batch) = await gate.ReadAsync(Token);
                Assert.Equal((isIdle, size, expectedBarrier, isEnd), (batch.IsIdle, batch.Size, batch.Barrier, batch.IsEndOfInput));
                channel.Return(batch);
            }
        }
    }

    [Fact]
    public async Task Origins_are_handed_on_where_they_are_known()
    {
        var (exchange, gates) = Open(receivers: 1);
        await exchange.WriteAsync(Records([1]), Token);
        await exchange.WriteAsync(new() { Events = new[] { 2 }, Timestamps = new[] { 9L }, Origins = new[] { new RecordOrigin("file", 3) } }, Token);
        await exchange.SendHeldAsync(Token);
        var events = (await gates[0].ReadAsync(Token)).Batch.Broadcast!;
        Assert.Equal((2, 9L, "file:3"), (events.ValueAt(1), events.Timestamps[1], events.DescribeOrigin(1)));
    }

    private static StreamRecords<int> Records(IEnumerable<int> values, params WatermarkPosition[] watermarks) => ExchangeUnderTest.Records(values, watermarks);

    private static async Task SendAsync(BroadcastExchange<long, string, int> exchange, IEnumerable<int> values, params WatermarkPosition[] watermarks)
    {
        await exchange.WriteAsync(Records(values, watermarks), Token);
        await exchange.SendHeldAsync(Token);
    }

    private (BroadcastExchange<long, string, int> Exchange, InputGate<long, string>[] Gates) Open(int receivers)
    {
        var pool = new BatchPool<long, string>(BatchSize);
        InputGate<long, string>[] gates = [.. Enumerable.Range(0, receivers).Select(_ => new InputGate<long, string>(1, pool, new(_time, 1, BatchSize, operators: 1)))];
        return (new([.. gates.Select(gate => gate.Channels[0])], BatchSize, _time), gates);
    }

    /// <summary>Receives events, and watermarks with the number of events before them.</summary>
    private static async Task<(List<int> Events, List<(int Index, long Watermark)> Watermarks)> ReceiveAsync(InputGate<long, string> gate, int count)
    {
        var (events, watermarks) = (new List<int>(), new List<(int, long)>());
        while (events.Count < count)
        {
            var (channel, batch) = await gate.ReadAsync(Token);
            foreach (var (index, watermark) in batch.Watermarks.Span)
                watermarks.Add((events.Count + index, watermark));
            if (batch.Broadcast is BroadcastEvents<int> broadcast)
                events.AddRange(broadcast.Values);
            channel.Return(batch);
        }

        return (events, watermarks);
    }
}
