using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Telemetry;
using StateGen.Tests.Coordination;
using StateGen.TestKit;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Exchange;

/// <summary>A subtask with many senders processes records of several of them at once, each after the watermarks that it follows and on its side of the barriers.</summary>
public sealed class GateReaderTests : IDisposable
{
    private const int Width = 16;
    private const int OfSender = 1_000_000;
    private const int Barriers = 10;

    private readonly JobTelemetry _job = new(new() { JobId = "gate-reader" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task What_many_senders_have_sent_is_processed_at_once()
    {
        var exchange = new ExchangeUnderTest(new VirtualTime(), Width, Width);
        for (var sender = 0; sender < Width; sender++)
            await exchange.SendAsync(sender, ExchangeUnderTest.Records([sender * OfSender], new WatermarkPosition(1, 10 + sender)), Token);
        var reader = Open(exchange.Gates[0]);
        var values = new List<int>();
        var reads = 0;
        while (values.Count < Width)
        {
            var received = reader.Begin(await reader.ReadAsync(Token));
            values.AddRange(received.Batch.Records([]).Events);
            reads++;
            received.Channel.Return(received.Batch);
        }

        Assert.Equal(Enumerable.Range(0, Width).Select(sender => sender * OfSender), values);
        Assert.InRange(reads, 1, Width / 2);
        Assert.Equal(10, reader.Advance());
    }

    [Fact]
    public async Task Records_that_are_gathered_behind_a_watermark_alone_are_not_taken_for_slow_because_nothing_was_sent_before()
    {
        var time = new VirtualTime();
        var exchange = new ExchangeUnderTest(time, Width, Width);
        var gate = exchange.Gates[0];
        var reader = Open(gate);
        var first = gate.Channels[0].BatchLimit;
        for (var round = 1; round <= 20; round++)
        {
            time.Advance(TimeSpan.FromHours(1));
            await exchange.SendAsync(0, ExchangeUnderTest.Records([], new WatermarkPosition(0, round)), Token);
            for (var sender = 1; sender < Width; sender++)
                await exchange.SendAsync(sender, ExchangeUnderTest.Records([sender * Width]), Token);
            for (var left = Width - 1; left > 0;)
            {
                var (channel, batch) = reader.Begin(await reader.ReadAsync(Token));
                left -= batch.Count;
                channel.Return(batch);
            }

            foreach (var other in exchange.Gates.Skip(1))
            {
                Assert.True(other.TryRead(out var watermark));
                watermark.Channel.Return(watermark.Batch);
            }
        }

        Assert.InRange(gate.Channels[0].BatchLimit, 4 * first, int.MaxValue);
    }

    [Fact]
    public async Task No_record_comes_after_a_watermark_that_it_precedes_or_on_the_wrong_side_of_a_barrier()
    {
        for (var seed = 1; seed <= TestScale.Of(5); seed++)
        {
            var exchange = new ExchangeUnderTest(new VirtualTime(), Width, Width, batchSize: 64);
            var barriers = Enumerable.Range(1, Barriers)
                .Select(id => new CheckpointBarrier(id, id == Barriers ? CheckpointKind.Final : CheckpointKind.Periodic)).ToArray();
            var sending = Enumerable.Range(0, Width).Select(sender => Task.Run(() => SendAsync(exchange, sender, new(seed + (100 * sender)), barriers), Token)).ToArray();
            var received = await Task.WhenAll(exchange.Gates.Select(gate => Task.Run(() => ReceiveAsync(gate, seed), Token)));
            var sent = await Task.WhenAll(sending);
            Assert.True(sent.Sum() == received.Sum(gate => gate.Count), $"seed {seed}: {sent.Sum()} were sent, {received.Sum(gate => gate.Count)} arrived");
            Assert.All(received, gate => Assert.Equal(sent.Min(), gate.Watermark));
        }
    }

    /// <summary>Sends numbers in order, with a watermark behind some of them, and barriers.</summary>
    private static async Task<int> SendAsync(ExchangeUnderTest exchange, int sender, Random random, CheckpointBarrier[] barriers)
    {
        var output = exchange.Senders[sender];
        var sent = 0;
        foreach (var barrier in barriers)
        {
            for (var write = random.Next(12); write > 0; write--)
            {
                var count = random.Next(100);
                var values = Enumerable.Range(sent, count).Select(value => (sender * OfSender) + value);
                var within = random.Next(count + 1);
                await output.WriteAsync(ExchangeUnderTest.Records(values, new(within, sent + within), new(count, sent + count)), Token);
                sent += count;
                if (random.Next(5) == 0)
                    await output.SendHeldAsync(Token);
            }

            await output.PassBarrierAsync(barrier, Token);
        }

        return sent;
    }

    private async Task<(int Count, long Watermark)> ReceiveAsync(InputGate<long, int> gate, int seed)
    {
        var reader = Open(gate);
        var last = new int[Width];
        var barrier = new long[Width];
        Array.Fill(last, -1);
        var (count, watermark) = (0, EventTime.Minimum);
        for (var aligned = 0; aligned < Barriers;)
        {
            var received = reader.Begin(await reader.ReadAsync(Token));
            var marks = reader.Watermarks.Span.ToArray();
            foreach (var (index, value) in received.Batch.Records([]).Events.ToArray().Index())
            {
                var (sender, number) = Math.DivRem(value, OfSender);
                Assert.True(number > last[sender], $"seed {seed}: {number} of sender {sender} came after {last[sender]}");
                Assert.True(barrier[sender] == aligned, $"seed {seed}: {number} of sender {sender} overtook barrier {aligned}");
                last[sender] = number;
                watermark = marks.Where(mark => mark.Index <= index).Select(mark => mark.Watermark).Append(watermark).Max();
                Assert.True(number >= watermark, $"seed {seed}: {number} of sender {sender} came after the watermark {watermark}");
            }

            watermark = marks.Select(mark => mark.Watermark).Append(watermark).Max();
            count += received.Batch.Count;
            var (channel, batch) = received;
            barrier[channel.Index] = batch.Barrier?.CheckpointId ?? barrier[channel.Index];
            var hasBarrier = batch.Barrier is not null;
            channel.Return(batch);
            if (hasBarrier && gate.Align(channel))
                aligned++;
        }

        return (count, watermark);
    }

    private GateReader<long, int> Open(InputGate<long, int> gate) => new(gate, new Consumer(), _job.OpenSubtask("probe", 0), new(new RecordedReports(), _job), TimeProvider.System);

    private sealed class Consumer : IGateConsumer
    {
        public int Patience => 0;

        public ValueTask SendHeldAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public void BeginTurn()
        {
        }
    }
}
