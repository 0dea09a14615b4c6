using StateGen.Engine.Exchange;
using StateGen.TestKit;

namespace StateGen.Tests.Pipelines;

/// <summary>How a subtask reads its inputs: in turn, and not beyond a barrier until all barriers have arrived.</summary>
public sealed class InputGateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inputs_are_read_in_turn()
    {
        var gate = Open(senders: 2);
        foreach (var value in new[] { 1, 2, 3 })
            await SendAsync(gate, 0, value);
        await SendAsync(gate, 1, 10);
        foreach (var expected in new[] { 1, 10, 2, 3 })
            Assert.Equal(expected, await ReadAsync(gate));
    }

    [Fact]
    public async Task Many_inputs_are_read_in_turn()
    {
        const int Senders = 130;
        var gate = Open(Senders);
        for (var round = 0; round < 2; round++)
        {
            foreach (var sender in Enumerable.Range(0, Senders).Reverse())
                await SendAsync(gate, sender, sender);
            foreach (var expected in Enumerable.Range(0, Senders))
                Assert.Equal(expected, await ReadAsync(gate));
        }

        Assert.False(gate.TryRead(out _));
    }

    [Fact]
    public async Task A_fast_input_waits_at_its_barrier_for_the_slow_one()
    {
        var gate = Open(senders: 2);
        await SendAsync(gate, 0, 1);
        await SendAsync(gate, 0, 2);
        Assert.Equal(1, await ReadAsync(gate));
        Assert.False(gate.Align(gate.Channels[0]));
        var reading = gate.ReadAsync(Token).AsTask();
        Assert.False(reading.IsCompleted);
        await SendAsync(gate, 1, 10);
        Assert.Equal(10, EventOf(await reading));
        Assert.True(gate.Align(gate.Channels[1]));
        Assert.Equal(2, await ReadAsync(gate));
    }

    [Fact]
    public async Task A_full_channel_holds_its_sender_up_until_the_receiver_reads()
    {
        var gate = Open(senders: 1);
        var sends = new List<Task>();
        do
            sends.Add(SendAsync(gate, 0, sends.Count));
        while (sends[^1].IsCompleted && sends.Count < 100);
        Assert.InRange(sends.Count, 2, 16);
        Assert.Equal(0, await ReadAsync(gate));
        await sends[^1];
    }

    [Fact]
    public async Task Canceling_ends_a_wait()
    {
        using var stop = new CancellationTokenSource();
        var reading = Open(senders: 3).ReadAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public void Ended_inputs_hold_no_watermark_back()
    {
        var gate = Open(senders: 3);
        gate.Channels[0].Watermark = 10;
        gate.Channels[1].Watermark = 20;
        Assert.Equal(EventTime.Minimum, gate.LowestWatermarkExcept(null));
        gate.Channels[2].IsEnded = true;
        Assert.Equal(10, gate.LowestWatermarkExcept(null));
        Assert.Equal(20, gate.LowestWatermarkExcept(gate.Channels[0]));
        gate.Channels[1].IsEnded = true;
        Assert.Equal(EventTime.Maximum, gate.LowestWatermarkExcept(gate.Channels[0]));
    }

    [Fact]
    public void Idle_inputs_hold_no_watermark_back_and_if_all_are_idle_the_highest_counts()
    {
        var gate = Open(senders: 3);
        gate.Channels[0].Watermark = 10;
        gate.Channels[1].Watermark = 20;
        gate.SetIdle(gate.Channels[2], isIdle: true);
        Assert.Equal((10, 20, false), (gate.Watermark, gate.LowestWatermarkExcept(gate.Channels[0]), gate.IsIdle));
        Assert.False(gate.SetIdle(gate.Channels[2], isIdle: true));
        Assert.True(gate.SetIdle(gate.Channels[0], isIdle: true));
        Assert.Equal((20, false), (gate.Watermark, gate.IsIdle));
        gate.SetIdle(gate.Channels[1], isIdle: true);
        Assert.Equal((20, true), (gate.Watermark, gate.IsIdle));
        gate.SetIdle(gate.Channels[0], isIdle: false);
        Assert.Equal((10, false), (gate.Watermark, gate.IsIdle));
    }

    [Fact]
    public void An_input_that_ends_leaves_the_idle_ones()
    {
        var gate = Open(senders: 2);
        gate.Channels[0].Watermark = 10;
        gate.SetIdle(gate.Channels[0], isIdle: true);
        gate.End(gate.Channels[1]);
        Assert.Equal((10, true), (gate.Watermark, gate.IsIdle));
        gate.End(gate.Channels[0]);
        Assert.Equal((EventTime.Maximum, false), (gate.Watermark, gate.IsIdle));
    }

    [Fact]
    public async Task A_sender_waits_while_its_share_is_in_flight_and_goes_on_when_a_batch_is_returned()
    {
        var gate = Open(senders: 2, batchSize: 1_024);
        var share = 32 / 2;
        var limit = gate.Channels[0].BatchLimit;
        Assert.Equal(share / 3, limit);
        var sent = 0;
        for (; sent + limit <= share - limit; sent += limit)
            Assert.True(SendAsync(gate, 0, Enumerable.Range(sent, limit)).IsCompletedSuccessfully);
        var waiting = SendAsync(gate, 0, Enumerable.Range(sent, limit));
        var other = SendAsync(gate, 1, [-1]);
        Assert.Equal((false, true), (waiting.IsCompleted, other.IsCompletedSuccessfully));
        Assert.Equal(0, await ReadAsync(gate));
        await waiting;
    }

    [Fact]
    public async Task With_nothing_in_flight_a_sender_may_send_more_than_its_share()
    {
        var gate = Open(senders: 1, batchSize: 1_024);
        Assert.True(SendAsync(gate, 0, Enumerable.Range(7, 1_024)).IsCompletedSuccessfully);
        var waiting = SendAsync(gate, 0, [1]);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(7, await ReadAsync(gate));
        await waiting;
    }

    [Fact]
    public async Task What_carries_no_record_is_sent_while_the_share_is_in_flight()
    {
        var gate = Open(senders: 1, batchSize: 1_024);
        await SendAsync(gate, 0, Enumerable.Range(0, 1_024));
        Assert.True(SendAsync(gate, 0, []).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Canceling_ends_the_wait_of_a_sender()
    {
        using var stop = new CancellationTokenSource();
        var gate = Open(senders: 1, batchSize: 1_024);
        await SendAsync(gate, 0, Enumerable.Range(0, 1_024));
        var waiting = SendAsync(gate, 0, [1], stop.Token);
        await stop.CancelAsync();
        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting)).CancellationToken);
    }

    [Fact]
    public async Task A_sender_that_waits_at_a_blocked_input_goes_on_when_all_barriers_have_arrived()
    {
        var gate = Open(senders: 2, batchSize: 1_024);
        await SendAsync(gate, 0, [0]);
        await ReadAsync(gate);
        Assert.False(gate.Align(gate.Channels[0]));
        await SendAsync(gate, 0, Enumerable.Range(1, 1_024));
        var waiting = SendAsync(gate, 0, [2_000]);
        for (var value = 10_000; value < 10_100; value++)
        {
            await SendAsync(gate, 1, [value]);
            Assert.Equal(value, await ReadAsync(gate));
        }

        Assert.False(waiting.IsCompleted);
        Assert.True(gate.Align(gate.Channels[1]));
        Assert.Equal(1, await ReadAsync(gate));
        await waiting;
        Assert.Equal(2_000, await ReadAsync(gate));
    }

    private static InputGate<string, int> Open(int senders, int batchSize = 1) => new(senders, new(batchSize), new(new VirtualTime(), senders, batchSize, operators: 1));

    private static Task SendAsync(InputGate<string, int> gate, int input, int value) => SendAsync(gate, input, [value]);

    private static Task SendAsync(InputGate<string, int> gate, int input, IEnumerable<int> values, CancellationToken? token = null)
    {
        var batch = gate.Channels[input].Rent();
        foreach (var value in values)
            batch.Append("", 0, value, 0);
        return gate.Channels[input].WriteAsync(batch, token ?? Token).AsTask();
    }

    private static async Task<int> ReadAsync(InputGate<string, int> gate)
    {
        var received = await gate.ReadAsync(Token);
        var value = EventOf(received);
        received.Channel.Return(received.Batch);
        return value;
    }

    private static int EventOf(ReceivedBatch<string, int> received) => received.Batch.Records([]).Events[0];
}
