using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Operators;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Exchange;

/// <summary>
/// Reads the gate of one subtask: waits for input, gathers the records of many senders, combines their watermarks, and aligns barriers. Used by one thread at a
/// time.
/// </summary>
/// <param name="gate">The gate.</param>
/// <param name="consumer">The owner, which processes what is read.</param>
/// <param name="telemetry">The metrics of the subtask.</param>
/// <param name="checkpoints">The receiver of the time that the alignment of barriers takes.</param>
/// <param name="time">The clock.</param>
internal sealed class GateReader<TKey, T>(
    InputGate<TKey, T> gate, IGateConsumer consumer, SubtaskTelemetry telemetry, CheckpointWorker checkpoints, TimeProvider time)
    where TKey : notnull
{
    private readonly CombinedWatermarks<TKey, T> _watermarks = new(gate);
    private long? _firstBarrier;

    /// <summary>Gets or sets what removes expired state during waits; null if there is none.</summary>
    public IdleCleanup? Cleanup { get; init; }

    /// <summary>Gets the combined watermarks between the records that were read last, or after a change of a sender.</summary>
    public WatermarkPositionList Watermarks => _watermarks.Positions;

    /// <summary>Gets a value indicating whether all senders have ended.</summary>
    public bool IsEnded => gate.IsEnded;

    /// <summary>Reads what is next. If nothing arrives for a while, the output that is held is sent before the wait.</summary>
    public async ValueTask<ReceivedBatch<TKey, T>> ReadAsync(CancellationToken cancellationToken)
    {
        if (await PollAsync().ConfigureAwait(false) is { IsNone: false } received)
            return received;
        await SendHeldAsync(cancellationToken).ConfigureAwait(false);
        return await WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what is next, if it is there or arrives soon.</summary>
    /// <returns>What was read; none if nothing has arrived.</returns>
    public async ValueTask<ReceivedBatch<TKey, T>> PollAsync()
    {
        for (var yields = consumer.Patience; ; yields--)
        {
            if (gate.TryRead(out var received))
                return received;
            if (yields <= 0)
                return default;
            await default(FairYield);
        }
    }

    /// <summary>Sends the output that is held, before a wait.</summary>
    public ValueTask SendHeldAsync(CancellationToken cancellationToken) => consumer.SendHeldAsync(cancellationToken);

    /// <summary>Waits for what is next.</summary>
    /// <returns>What was read; none if the wait ended for another reason.</returns>
    public async ValueTask<ReceivedBatch<TKey, T>> WaitAsync(CancellationToken cancellationToken)
    {
        var reading = gate.ReadAsync(cancellationToken);
        var waiting = Cleanup is null ? reading : Cleanup.WaitAsync(reading, cancellationToken);
        var next = await telemetry.MeasureAsync(waiting, SubtaskActivity.Idle).ConfigureAwait(false);
        consumer.BeginTurn();
        return next;
    }

    /// <summary>Reads a barrier, if one is next that nothing is before.</summary>
    public bool TryReadBarrier(out ReceivedBatch<TKey, T> received) => gate.TryReadBarrier(out received);

    /// <summary>Begins to process what was read: combines its watermarks, and adds what other senders have sent if each sends little at once.</summary>
    /// <returns>The batch to process and to return.</returns>
    public ReceivedBatch<TKey, T> Begin(ReceivedBatch<TKey, T> received)
    {
        var (channel, batch) = received;
        // A sender stops being idle before the records of its batch, and becomes idle after them.
        gate.SetIdle(channel, channel.IsIdle && batch.IsIdle);
        _watermarks.Combine(channel, batch.Watermarks.Span);
        if (gate.IsWide && batch.HasOnlyWatermarks && batch.IsIdle == channel.IsIdle)
        {
            var gathered = channel.Pool.RentGathered();
            gathered.IsIdle = batch.IsIdle;
            channel.Return(batch);
            batch = gathered;
        }

        if (batch.IsGathered)
            gate.Gather(batch, _watermarks);
        telemetry.CountIn(batch.Size);
        return new(channel, batch);
    }

    /// <summary>Ends what <see cref="Begin"/> began. The batch is not returned yet.</summary>
    /// <returns>true if the sender has become idle, so that <see cref="Advance"/> finds another watermark; otherwise, false.</returns>
    public bool Complete(in ReceivedBatch<TKey, T> received) => gate.SetIdle(received.Channel, received.Batch.IsIdle);

    /// <summary>Combines the watermarks after a sender has become idle or has ended.</summary>
    /// <returns>The watermark of the subtask.</returns>
    public long Advance()
    {
        _watermarks.Combine();
        return gate.Watermark;
    }

    /// <summary>Ends the input of a sender. Followed by <see cref="Advance"/>, unless it was the last.</summary>
    public void End(InputChannel<TKey, T> channel) => gate.End(channel);

    /// <summary>Blocks a channel whose barrier was read.</summary>
    /// <returns>true if the barriers of all senders have arrived; otherwise, false.</returns>
    public bool Align(InputChannel<TKey, T> channel, CheckpointBarrier barrier)
    {
        _firstBarrier ??= time.GetTimestamp();
        if (!gate.Align(channel))
            return false;
        var duration = time.GetElapsedTime(_firstBarrier.Value);
        _firstBarrier = null;
        telemetry.RecordAlignment(duration);
        checkpoints.Report(new BarriersAligned(barrier.CheckpointId, duration));
        return true;
    }

    /// <summary>Counts time that the subtask needs between batches, because of what was in them.</summary>
    public void CountTime(long elapsed) => gate.CountTime(elapsed);
}

/// <summary>Represents what processes the records of a gate.</summary>
internal interface IGateConsumer
{
    /// <inheritdoc cref="StageOutput{T}.Patience"/>
    int Patience { get; }

    /// <inheritdoc cref="StageOutput{T}.SendHeldAsync"/>
    ValueTask SendHeldAsync(CancellationToken cancellationToken);

    /// <summary>Begins the time that the subtask may run before it lets others run, after a wait.</summary>
    void BeginTurn();
}
