using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.TestKit;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Exchange;

/// <summary>Records for many receivers are sent as slices of one block, which is used again when all receivers have copied theirs.</summary>
public sealed class RecordBlockTests
{
    private const int Receivers = 20;

    private readonly VirtualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blocks_are_used_again_when_all_slices_were_copied()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, Receivers);
        await SendRoundsAsync(exchange, 60);
        var bytes = exchange.Pool.Bytes;
        await SendRoundsAsync(exchange, 60);
        Assert.Equal(bytes, exchange.Pool.Bytes);
    }

    [Fact]
    public async Task A_slice_that_was_not_read_keeps_its_records_while_other_blocks_come_and_go()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 2, Receivers);
        await exchange.SendAsync(0, ExchangeUnderTest.Records(Enumerable.Range(0, 4 * Receivers)), Token);
        // The last receiver reads nothing of the first sender, and nothing is for it from the second.
        for (var round = 1; round < 50; round++)
        {
            var values = Enumerable.Range(round * 4 * Receivers, 4 * Receivers).Where(value => value % Receivers != Receivers - 1);
            await exchange.SendAsync(1, ExchangeUnderTest.Records(values), Token);
            foreach (var gate in exchange.Gates.SkipLast(1))
                ReadAll(gate);
        }

        Assert.Equal([19, 39, 59, 79], ReadAll(exchange.Gates[^1]));
    }

    [Fact]
    public async Task A_slice_that_is_too_much_for_a_slow_receiver_is_sent_in_parts_with_their_watermarks()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, Receivers);
        // All for one receiver, which admits ten records at once, and a watermark before each.
        var records = ExchangeUnderTest.Records(Enumerable.Repeat(0, 25), [.. Enumerable.Range(0, 26).Select(index => new WatermarkPosition(index, 100 + index))]);
        var sending = exchange.SendAsync(0, records, Token);
        var (sizes, watermarks) = (new List<int>(), new List<(int Before, long Watermark)>());
        for (var received = 0; received < 25;)
        {
            var (channel, batch) = await exchange.Gates[0].ReadAsync(Token);
            sizes.Add(batch.Count);
            foreach (var (index, watermark) in batch.Watermarks.Span)
                watermarks.Add((received + index, watermark));
            received += batch.Count;
            channel.Return(batch);
        }

        await sending;
        Assert.All(sizes, size => Assert.InRange(size, 1, 10));
        Assert.Equal(Enumerable.Range(0, 26).Select(index => (index, 100L + index)), watermarks);
    }

    [Fact]
    public async Task Barriers_are_between_the_slices_that_were_written_before_and_after_them()
    {
        var exchange = new ExchangeUnderTest(_time, senders: 1, Receivers);
        for (var id = 1; id <= 3; id++)
        {
            var sender = exchange.Senders[0];
            await sender.WriteAsync(ExchangeUnderTest.Records(Enumerable.Range(id * 1_000, Receivers)), Token);
            await sender.PassBarrierAsync(new(id, CheckpointKind.Periodic), Token);
            foreach (var (receiver, gate) in exchange.Gates.Index())
            {
                Assert.True(gate.TryRead(out var slice));
                Assert.Equal((id * 1_000) + receiver, Assert.Single(slice.Batch.Records([]).Events.ToArray()));
                Assert.Null(slice.Batch.Barrier);
                slice.Channel.Return(slice.Batch);
                Assert.True(gate.TryReadBarrier(out var barrier));
                Assert.Equal(id, barrier.Batch.Barrier!.CheckpointId);
                barrier.Channel.Return(barrier.Batch);
            }
        }
    }

    [Fact]
    public void A_block_belongs_to_the_pool_only_after_its_last_record_was_released()
    {
        var pool = new BatchPool<long, string>(batchSize: 8);
        var block = pool.RentBlock();
        block.Begin(count: 3, watermarks: 0, hasOrigins: false, usual: 8);
        block.Records.Fill(new(1, 1, "one", 1));
        block.Release(2);
        Assert.NotSame(block, pool.RentBlock());
        Assert.Equal("one", block.Records[2].Event);
        block.Release(1);
        Assert.Same(block, pool.RentBlock());
        Assert.All(block.Records.ToArray(), record => Assert.Null(record.Event));
    }

    private static async Task SendRoundsAsync(ExchangeUnderTest exchange, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var values = Enumerable.Range(round * 1_000, 1_000).ToArray();
            var sending = exchange.SendAsync(0, ExchangeUnderTest.Records(values), Token);
            var received = new List<int>();
            do
            {
                foreach (var gate in exchange.Gates)
                    received.AddRange(ReadAll(gate));
                await Task.Yield();
            }
            while (!sending.IsCompleted);
            await sending;
            foreach (var gate in exchange.Gates)
                received.AddRange(ReadAll(gate));
            Assert.Equal(values, received.Order());
        }
    }

    private static List<int> ReadAll(InputGate<long, int> gate)
    {
        var events = new List<int>();
        while (gate.TryRead(out var received))
        {
            events.AddRange(received.Batch.Records([]).Events);
            received.Channel.Return(received.Batch);
        }

        return events;
    }
}
