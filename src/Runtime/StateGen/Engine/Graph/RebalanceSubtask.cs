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
    InputGate<Turn, T> gate, StageOutput<T> output, FailedRecords failed, JobAttempt attempt, SubtaskTelemetry telemetry)
    : IJobSubtask, IGateConsumer
{
    int IGateConsumer.Patience => output.Patience;

    ValueTask IGateConsumer.SendHeldAsync(CancellationToken cancellationToken) =>
        telemetry.MeasureAsync(output.SendHeldAsync(cancellationToken), SubtaskActivity.BackPressured);

    // Each batch is a turn.
    void IGateConsumer.BeginTurn()
    {
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        telemetry.Start();
        var reader = new GateReader<Turn, T>(gate, this, telemetry, attempt.Checkpoints, attempt.Telemetry.Time);
        for (var isFinished = false; !isFinished;)
        {
            var received = reader.Begin(await reader.ReadAsync(cancellationToken).ConfigureAwait(false));
            await ForwardAsync(reader, received, cancellationToken).ConfigureAwait(false);
            var (channel, batch) = received;
            if (batch.IsEndOfInput)
                await EndAsync(reader, channel, cancellationToken).ConfigureAwait(false);
            var barrier = batch.Barrier;
            channel.Return(batch);
            if (barrier is not null && reader.Align(channel, barrier))
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

    private async ValueTask ForwardAsync(GateReader<Turn, T> reader, ReceivedBatch<Turn, T> received, CancellationToken cancellationToken)
    {
        telemetry.CountOut(received.Batch.Count);
        await WriteAsync(received.Batch.Stream(reader.Watermarks.Memory), cancellationToken).ConfigureAwait(false);
        if (reader.Complete(received))
            await ForwardWatermarkAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    // Like the subtasks of an operator, those of this stage are never idle: they have the same senders.
    private ValueTask ForwardWatermarkAsync(GateReader<Turn, T> reader, CancellationToken cancellationToken)
    {
        reader.Advance();
        return WriteAsync(new() { Watermarks = reader.Watermarks.Memory }, cancellationToken);
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

    private async ValueTask EndAsync(GateReader<Turn, T> reader, InputChannel<Turn, T> channel, CancellationToken cancellationToken)
    {
        reader.End(channel);
        if (!reader.IsEnded)
        {
            await ForwardWatermarkAsync(reader, cancellationToken).ConfigureAwait(false);
            return;
        }

        await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await attempt.Checkpoints.ReportEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        await output.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
        await failed.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
        attempt.Checkpoints.Report(new BarrierPassed(barrier.CheckpointId));
    }
}
