using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Operators;
using StateGen.Engine.Sources;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Graph;

/// <summary>
/// One parallel subtask of a stage that rebalances: it forwards what it receives, with the watermarks of all senders combined, and aligns barriers. The batches
/// that it receives are forwarded without a copy.
/// </summary>
internal sealed class RebalanceSubtask<T>(
    InputGate<Turn, T> gate, StageOutput<T> output, FailedRecords failed, JobAttempt attempt, SubtaskTelemetry telemetry) : IJobSubtask
{
    private readonly CombinedWatermarks<Turn, T> _watermarks = new(gate);
    private long? _firstBarrier;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        telemetry.Start();
        for (var isFinished = false; !isFinished;)
        {
            var (channel, batch) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            telemetry.CountIn(batch.Count);
            await ForwardAsync(channel, batch, cancellationToken).ConfigureAwait(false);
            if (batch.IsEndOfInput)
                await EndAsync(channel, cancellationToken).ConfigureAwait(false);
            var barrier = batch.Barrier;
            channel.Return(batch);
            if (barrier is not null && Align(channel, barrier))
            {
                await PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
                isFinished = barrier.IsLast;
            }

            await default(FairYield);
        }
    }

    public ValueTask DisposeAsync()
    {
        failed.ReportTo(telemetry);
        telemetry.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<ReceivedBatch<Turn, T>> ReadAsync(CancellationToken cancellationToken)
    {
        for (var yields = output.Patience; ; yields--)
        {
            if (gate.TryRead(out var received))
                return received;
            if (yields <= 0)
                break;
            await default(FairYield);
        }

        await telemetry.MeasureAsync(output.SendHeldAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        return await telemetry.MeasureAsync(gate.ReadAsync(cancellationToken), SubtaskActivity.Idle).ConfigureAwait(false);
    }

    private async ValueTask ForwardAsync(InputChannel<Turn, T> channel, RecordBatch<Turn, T> batch, CancellationToken cancellationToken)
    {
        // A sender stops being idle before the records of its batch, and becomes idle after them.
        gate.SetIdle(channel, channel.IsIdle && batch.IsIdle);
        _watermarks.Combine(channel, batch.Watermarks.Span);
        telemetry.CountOut(batch.Count);
        await WriteAsync(batch.Stream(_watermarks.Positions.Memory), cancellationToken).ConfigureAwait(false);
        if (gate.SetIdle(channel, batch.IsIdle))
            await ForwardWatermarkAsync(cancellationToken).ConfigureAwait(false);
    }

    // Like the subtasks of an operator, those of this stage are never idle: they have the same senders.
    private ValueTask ForwardWatermarkAsync(CancellationToken cancellationToken)
    {
        _watermarks.Combine();
        return WriteAsync(new() { Watermarks = _watermarks.Positions.Memory }, cancellationToken);
    }

    private async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // What is held may be overdue, although nothing follows it.
        if (records.Events.IsEmpty && records.Watermarks.IsEmpty && output.Patience == 0)
            return;
        await telemetry.MeasureAsync(output.WriteAsync(records, cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        await failed.HandOnAsync(telemetry, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(InputChannel<Turn, T> channel, CancellationToken cancellationToken)
    {
        gate.End(channel);
        if (!gate.IsEnded)
        {
            await ForwardWatermarkAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await attempt.Coordinator.ReportEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool Align(InputChannel<Turn, T> channel, PendingCheckpoint barrier)
    {
        _firstBarrier ??= attempt.Telemetry.Time.GetTimestamp();
        if (!gate.Align(channel))
            return false;
        var duration = attempt.Telemetry.Time.GetElapsedTime(_firstBarrier.Value);
        _firstBarrier = null;
        telemetry.RecordAlignment(duration);
        barrier.Telemetry.RecordAlignment(duration);
        return true;
    }

    private async ValueTask PassBarrierAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await output.PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        await failed.PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        checkpoint.Acknowledge();
    }
}
