using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Sources;
using StateGen.Engine.Telemetry;
using StateGen.Schemas;

namespace StateGen.Engine.Operators;

/// <summary>
/// One parallel subtask of an operator: reads its input gate, runs the operator, forwards its output, aligns barriers, and writes snapshots of the state in the
/// background.
/// </summary>
internal sealed class OperatorSubtask<TKey, TIn, TOut>(
    int operatorIndex,
    KeyedOperatorRunner<TKey, TIn, TOut> runner,
    InputGate<TKey, TIn> gate,
    StageOutput<TOut> output,
    JobAttempt attempt,
    SubtaskTelemetry telemetry) : IJobSubtask, IMeasuredSubtask
    where TKey : notnull
{
    private readonly WatermarkPositionList _watermarks = new();
    private long _watermark = EventTime.Minimum;
    private Task _writing = Task.CompletedTask;
    private (PendingCheckpoint Checkpoint, StateSnapshot Snapshot)? _last;
    private long? _firstBarrier;

    public long Watermark => runner.Watermark;

    public StateStatistics ReadState() => runner.Store.ReadStatistics();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        telemetry.Start(this);
        runner.Cancellation = cancellationToken;
        await PassRestoredWatermarkAsync(cancellationToken).ConfigureAwait(false);
        for (var isFinished = false; !isFinished;)
        {
            var (channel, batch) = await telemetry.MeasureAsync(gate.ReadAsync(cancellationToken), SubtaskActivity.Idle).ConfigureAwait(false);
            telemetry.CountIn(batch.Count);
            await ProcessAsync(channel, batch, cancellationToken).ConfigureAwait(false);
            if (batch.IsEndOfInput)
                await EndAsync(channel, cancellationToken).ConfigureAwait(false);
            var barrier = batch.Barrier;
            channel.Return(batch);
            if (barrier is not null && Align(channel, barrier))
            {
                await TakeSnapshotAsync(barrier, cancellationToken).ConfigureAwait(false);
                isFinished = barrier.IsLast;
            }

            await default(FairYield);
        }

        await _writing.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.ConfigureAwait(false);
        try
        {
            ReportFailed();
            telemetry.Dispose();
        }
        finally
        {
            runner.Dispose();
        }
    }

    private bool Align(InputChannel<TKey, TIn> channel, PendingCheckpoint barrier)
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

    // The gate of the next stage does not know the restored watermark. Without this, its watermark would wait for the first advance of every sender.
    private async ValueTask PassRestoredWatermarkAsync(CancellationToken cancellationToken)
    {
        if (runner.Watermark is EventTime.Minimum or EventTime.Maximum)
            return;
        runner.Output.Watermarks.Add(0, runner.Watermark);
        await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ProcessAsync(InputChannel<TKey, TIn> channel, RecordBatch<TKey, TIn> batch, CancellationToken cancellationToken)
    {
        CombineWatermarks(channel, batch.Watermarks.Span);
        var cursor = default(RecordCursor);
        bool isComplete;
        do
        {
            isComplete = runner.Process(batch.Records(_watermarks.Span), ref cursor);
            await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!isComplete);
    }

    /// <summary>Combines the watermarks of one channel with those of the other channels, at the same positions between the records.</summary>
    private void CombineWatermarks(InputChannel<TKey, TIn> channel, ReadOnlySpan<WatermarkPosition> watermarks)
    {
        _watermarks.Clear();
        if (watermarks.IsEmpty)
            return;
        var others = gate.LowestWatermarkExcept(channel);
        foreach (var mark in watermarks)
            Combine(mark.Index, Math.Min(mark.Watermark, others));
        channel.Watermark = watermarks[^1].Watermark;
    }

    private void Combine(int index, long watermark)
    {
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        _watermarks.Add(index, watermark);
    }

    private async ValueTask EndAsync(InputChannel<TKey, TIn> channel, CancellationToken cancellationToken)
    {
        channel.IsEnded = true;
        if (!gate.IsEnded)
        {
            await AdvanceAsync(gate.LowestWatermarkExcept(null), cancellationToken).ConfigureAwait(false);
            return;
        }

        while (!runner.CompleteInput())
            await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
        await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
        await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await attempt.Coordinator.ReportEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AdvanceAsync(long watermark, CancellationToken cancellationToken)
    {
        while (!runner.AdvanceWatermark(watermark))
            await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
        await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask HandOutputOnAsync(CancellationToken cancellationToken)
    {
        ReportFailed();
        cancellationToken.ThrowIfCancellationRequested();
        var emitted = runner.Output;
        if (emitted.Count == 0 && emitted.Watermarks.Count == 0)
            return;
        var records = new StreamRecords<TOut> { Events = emitted.ValueMemory, Timestamps = emitted.Timestamps, Watermarks = emitted.Watermarks.Memory };
        telemetry.CountOut(emitted.Count);
        await telemetry.MeasureAsync(output.WriteAsync(records, cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        emitted.Clear();
    }

    private void ReportFailed()
    {
        var failed = runner.Failed.Report(runner.Store.Options, attempt.ErrorPolicy);
        if (failed > 0)
            telemetry.CountFailed(failed, attempt.ErrorPolicy.Name);
    }

    private async ValueTask TakeSnapshotAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await _writing.ConfigureAwait(false);
        if (_last is { Checkpoint.IsStored: true })
            _last.Value.Snapshot.Complete();
        var snapshot = TryBeginSnapshot(checkpoint, out var failure);
        _last = snapshot is null ? null : (checkpoint, snapshot);
        try
        {
            await output.PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The snapshot will not be written, because the exception fails the job.
            snapshot?.Dispose();
            throw;
        }

        // The watermark is read here, between records, because the runner continues while the snapshot is written.
        var watermark = runner.Watermark;
        if (snapshot is not null)
            _writing = Task.Run(() => WriteAsync(snapshot, watermark, checkpoint, cancellationToken), CancellationToken.None);
        else if (failure is not null)
            checkpoint.Decline(failure);
        else
            checkpoint.Acknowledge();
    }

    private StateSnapshot? TryBeginSnapshot(PendingCheckpoint checkpoint, out Exception? failure)
    {
        failure = null;
        try
        {
            return checkpoint.IsAborted || checkpoint.Files is null ? null : runner.Store.BeginSnapshot();
        }
        catch (Exception exception)
        {
            // The failure fails the checkpoint. The coordinator decides whether it also fails the job.
            failure = exception;
            return null;
        }
    }

    /// <summary>Writes a snapshot and reports the result to the checkpoint. Never throws: a failure fails the checkpoint.</summary>
    private async Task WriteAsync(StateSnapshot snapshot, long watermark, PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var options = runner.Store.Options;
        try
        {
            var files = new CheckpointStateWriter(checkpoint.Files!, operatorIndex, options.Subtask);
            using (snapshot)
            {
                await checkpoint.Telemetry.WriteStateAsync(options.OperatorId, options.Subtask, () => snapshot.WriteAsync(files, cancellationToken))
                    .ConfigureAwait(false);
            }

            var described = files.Describe(options.KeyGroups, snapshot.ListCounter, watermark);
            checkpoint.Acknowledge(operatorIndex, described with { WriterVersion = snapshot.WriterVersion });
        }
        catch (Exception exception)
        {
            // The coordinator receives the failure, and throws or tolerates it.
            checkpoint.Decline(exception);
        }
    }
}

/// <summary>A stage that consists of a keyed operator and the exchange before it, followed by the next stage.</summary>
internal sealed class OperatorStage<TKey, TIn, TOut>(
    Func<TIn, TKey> keySelector, Func<KeyedOperator<TKey, TIn, TOut>> createOperator, string? id, Stage<TOut> next) : Stage<TIn>
    where TKey : notnull
{
    public override void Describe(JobPlan plan)
    {
        var definition = createOperator().Definition;
        plan.AddOperator(SchemaOf(definition), definition.Upgrades, definition.RequiredBackend);
        next.Describe(plan);
    }

    public override async Task<StageOutput<TIn>[]> OpenAsync(JobAttempt attempt, int senders, CancellationToken cancellationToken)
    {
        var outputs = await next.OpenAsync(attempt, attempt.Parallelism, cancellationToken).ConfigureAwait(false);
        var operators = CreateOperators(attempt.Parallelism);
        var definition = operators[0].Definition;
        var use = attempt.FindOperator(SchemaOf(definition).OperatorId);
        var gates = Array.ConvertAll(operators, _ => OpenGate(senders, attempt));
        for (var subtask = 0; subtask < operators.Length; subtask++)
        {
            var runner = await OpenRunnerAsync(operators[subtask], use, subtask, attempt, cancellationToken).ConfigureAwait(false);
            var telemetry = attempt.Telemetry.OpenSubtask(use.Id, subtask);
            attempt.Add(new OperatorSubtask<TKey, TIn, TOut>(use.Index, runner, gates[subtask], outputs[subtask], attempt, telemetry));
        }

        return [.. Enumerable.Range(0, senders).Select(sender => OpenExchange(sender, gates, use.Id, definition, attempt))];
    }

    private static async Task<KeyedOperatorRunner<TKey, TIn, TOut>> OpenRunnerAsync(
        KeyedOperator<TKey, TIn, TOut> keyedOperator, JobOperator use, int subtask, JobAttempt attempt, CancellationToken cancellationToken)
    {
        var restored = attempt.FindState(use, subtask);
        var store = attempt.OpenStore(use, subtask);
        try
        {
            var runner = new KeyedOperatorRunner<TKey, TIn, TOut>(keyedOperator, store, attempt.ErrorPolicy) { OutputLimit = attempt.BatchSize };
            await store.StartAsync(restored.States, cancellationToken).ConfigureAwait(false);
            runner.RestoreWatermark(restored.Watermark);
            return runner;
        }
        catch
        {
            // The attempt does not own the store yet, so nothing else would release it.
            store.Dispose();
            throw;
        }
    }

    private OperatorSchema SchemaOf(OperatorDefinition<TKey> definition) =>
        id is null ? definition.Schema : definition.Schema with { OperatorId = id };

    private KeyedOperator<TKey, TIn, TOut>[] CreateOperators(int count)
    {
        var operators = new KeyedOperator<TKey, TIn, TOut>[count];
        for (var subtask = 0; subtask < count; subtask++)
        {
            operators[subtask] = JobTelemetry.OutsideOfActivities(createOperator);
            if (Array.IndexOf(operators, operators[subtask]) < subtask)
            {
                var name = operators[subtask].GetType().Name;
                throw new StateGenException(
                    $"The function that was passed to Process returned the same '{name}' twice. "
                    + $"Each subtask needs its own instance: Process(() => new {name}(...)).")
                {
                    IsPermanent = true,
                };
            }
        }

        return operators;
    }

    private static InputGate<TKey, TIn> OpenGate(int senders, JobAttempt attempt) =>
        new(senders, attempt.BatchSize, new RecordAllowance(attempt.Telemetry.Time, senders, attempt.BatchSize, attempt.OperatorCount));

    private KeyedExchange<TKey, TIn> OpenExchange(
        int sender, InputGate<TKey, TIn>[] gates, string operatorId, OperatorDefinition<TKey> definition, JobAttempt attempt) =>
        new(
            new(operatorId, keySelector, definition, attempt.BatchSize),
            [.. gates.Select(gate => gate.Channels[sender])],
            attempt.MaxParallelism,
            attempt.BatchSize);
}

/// <summary>
/// Yields to the other subtasks. Unlike <see cref="Task.Yield"/>, it queues the continuation at the end of the thread pool's global queue. With fewer threads
/// than subtasks, two subtasks that wake each other would otherwise prevent the others from running.
/// </summary>
internal readonly struct FairYield : ICriticalNotifyCompletion
{
    private static readonly Action<Action> Run = static continuation => continuation();

    public bool IsCompleted => false;

    public FairYield GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(Run, continuation, preferLocal: false);

    public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(Run, continuation, preferLocal: false);
}
