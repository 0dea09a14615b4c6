using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.TestKit;

namespace StateGen.Tests.Pipelines;

/// <summary>Senders and receivers on threads of their own, with receivers that are fast and slow by turns and barriers in between: nothing is lost and nobody is stuck.</summary>
public sealed class ExchangeStressTests
{
    private const int Barriers = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 3, 16)]
    [InlineData(4, 1, 64)]
    [InlineData(4, 3, 8)]
    [InlineData(7, 5, 1_024)]
    [InlineData(3, 20, 64)]
    [InlineData(20, 20, 1_024)]
    public async Task All_records_arrive_in_order_and_on_the_right_side_of_each_barrier(int senders, int receivers, int batchSize)
    {
        for (var seed = 1; seed <= TestScale.Of(5); seed++)
            await RunAsync(seed, senders, receivers, batchSize);
    }

    private static async Task RunAsync(int seed, int senders, int receivers, int batchSize)
    {
        var time = new VirtualTime();
        var exchange = new ExchangeUnderTest(time, senders, receivers, batchSize);
        var barriers = Enumerable.Range(1, Barriers)
            .Select(id => new CheckpointBarrier(id, id == Barriers ? CheckpointKind.Final : CheckpointKind.Periodic)).ToArray();
        var sending = Enumerable.Range(0, senders).Select(sender => Task.Run(() => SendAsync(exchange, sender, new(seed + (100 * sender)), barriers), Token)).ToArray();
        var received = await Task.WhenAll(Enumerable.Range(0, receivers).Select(receiver => Task.Run(
            () => ReceiveAsync(exchange, receiver, new(seed + (1_000 * receiver)), time), Token)));
        var sent = await Task.WhenAll(sending);
        Assert.True(sent.Sum() == received.Sum(), $"seed {seed}: {sent.Sum()} were sent, {received.Sum()} arrived");
    }

    /// <summary>Sends numbers in order, and barriers between them.</summary>
    /// <returns>The number of records sent.</returns>
    private static async Task<int> SendAsync(ExchangeUnderTest exchange, int sender, Random random, CheckpointBarrier[] barriers)
    {
        var output = exchange.Senders[sender];
        var sent = 0;
        foreach (var barrier in barriers)
        {
            for (var write = random.Next(12); write > 0; write--)
            {
                var count = random.Next(4) == 0 ? random.Next(300) : Math.Min(output.PreferredCount, random.Next(40));
                await output.WriteAsync(ExchangeUnderTest.Records(Enumerable.Range(sent, count), new WatermarkPosition(count, sent + count)), Token);
                sent += count;
            }

            await output.PassBarrierAsync(barrier, Token);
        }

        return sent;
    }

    /// <summary>Receives everything up to the last barrier, and takes time for it.</summary>
    /// <returns>The number of records received.</returns>
    private static async Task<int> ReceiveAsync(ExchangeUnderTest exchange, int receiver, Random random, VirtualTime time)
    {
        var gate = exchange.Gates[receiver];
        var last = gate.Channels.ToDictionary(channel => channel, _ => -1);
        var barrier = gate.Channels.ToDictionary(channel => channel, _ => 0L);
        var watermark = gate.Channels.ToDictionary(channel => channel, _ => 0L);
        var (count, microseconds) = (0, 1);
        for (var aligned = 0; aligned < Barriers;)
        {
            if (random.Next(50) == 0)
                microseconds = random.Next(3) == 0 ? 100_000 : random.Next(2_000);
            var (channel, batch) = await gate.ReadAsync(Token);
            Assert.Equal(aligned, barrier[channel]);
            var marks = batch.Watermarks.Span.ToArray();
            foreach (var (index, value) in batch.Records([]).Events.ToArray().Index())
            {
                Assert.True(value > last[channel], $"{value} came after {last[channel]}");
                last[channel] = value;
                watermark[channel] = marks.Where(mark => mark.Index <= index).Select(mark => mark.Watermark).Append(watermark[channel]).Max();
                Assert.True(value >= watermark[channel], $"{value} came after the watermark {watermark[channel]}");
            }

            watermark[channel] = marks.Select(mark => mark.Watermark).Append(watermark[channel]).Max();

            count += batch.Count;
            time.Advance(TimeSpan.FromMicroseconds((double)batch.Count * microseconds));
            barrier[channel] = batch.Barrier?.CheckpointId ?? barrier[channel];
            var hasBarrier = batch.Barrier is not null;
            channel.Return(batch);
            if (hasBarrier && gate.Align(channel))
                aligned++;
        }

        return count;
    }
}
