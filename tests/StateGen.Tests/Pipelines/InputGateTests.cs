using StateGen.Engine.Exchange;

namespace StateGen.Tests.Pipelines;

/// <summary>How a subtask reads its inputs: in turn, and not beyond a barrier until all barriers have arrived.</summary>
public sealed class InputGateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inputs_are_read_in_turn()
    {
        var gate = new InputGate<string, int>(2, batchSize: 1);
        foreach (var value in new[] { 1, 2, 3 })
            await SendAsync(gate, 0, value);
        await SendAsync(gate, 1, 10);
        foreach (var expected in new[] { 1, 10, 2, 3 })
            Assert.Equal(expected, await ReadAsync(gate));
    }

    [Fact]
    public async Task A_fast_input_waits_at_its_barrier_for_the_slow_one()
    {
        var gate = new InputGate<string, int>(2, batchSize: 1);
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
        var gate = new InputGate<string, int>(1, batchSize: 1);
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
        var reading = new InputGate<string, int>(3, batchSize: 1).ReadAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public void Ended_inputs_hold_no_watermark_back()
    {
        var gate = new InputGate<string, int>(3, batchSize: 1);
        gate.Channels[0].Watermark = 10;
        gate.Channels[1].Watermark = 20;
        Assert.Equal(EventTime.Minimum, gate.LowestWatermarkExcept(null));
        gate.Channels[2].IsEnded = true;
        Assert.Equal(10, gate.LowestWatermarkExcept(null));
        Assert.Equal(20, gate.LowestWatermarkExcept(gate.Channels[0]));
        gate.Channels[1].IsEnded = true;
        Assert.Equal(EventTime.Maximum, gate.LowestWatermarkExcept(gate.Channels[0]));
    }

    private static Task SendAsync(InputGate<string, int> gate, int input, int value)
    {
        var batch = gate.Channels[input].Rent();
        batch.Append("", 0, value, 0);
        return gate.Channels[input].WriteAsync(batch, Token).AsTask();
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
