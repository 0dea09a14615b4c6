using System.Collections.Immutable;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Graph;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Operators;

/// <summary>An operator with the exchange before it, which partitions the records by key. Each of its subtasks is a task of its own.</summary>
internal sealed class ExchangedStage<TKey, TIn, TOut>(
    Func<TIn, TKey> keySelector, Func<KeyedOperator<TKey, TIn, TOut>> createOperator, string? id, int? parallelism)
    : OperatorStage<TKey, TIn, TOut>(createOperator, id, parallelism), IGraphStage
    where TKey : notnull
{
    private int _senders;
    private int _openedSenders;
    private InputGate<TKey, TIn>[] _gates = [];

    protected override string InputDescription => $"by {typeof(TKey).Name}";

    protected override bool IsChained => false;

    public override void AddSenders(int count) => _senders += count;

    public void AnnounceSubtasks(JobAttempt attempt) => AnnounceSenders(CountSubtasks(attempt));

    /// <summary>Opens the subtasks. Those that send to them are opened later.</summary>
    public async Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        var failed = await attempt.OpenFailedRecordsAsync(CountSubtasks(attempt), cancellationToken).ConfigureAwait(false);
        var drivers = await OpenDriversAsync(attempt, failed, cancellationToken).ConfigureAwait(false);
        var pool = new BatchPool<TKey, TIn>(attempt.BatchSize);
        _gates = Array.ConvertAll(drivers, _ => OpenGate(_senders, pool, attempt));
        foreach (var (subtask, driver) in drivers.Index())
            attempt.Add(new OperatorSubtask<TKey, TIn, TOut>(driver, _gates[subtask], attempt.Checkpoints, attempt.Telemetry.Time));
    }

    public override Task<StageOutput<TIn>[]> OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken)
    {
        var operatorId = SchemaOf(Definition).OperatorId;
        return Task.FromResult(Array.ConvertAll<FailedRecords, StageOutput<TIn>>(
            senders, failed => OpenExchange(operatorId, failed, attempt)));
    }

    /// <summary>Gets the channels of the next sender, one to each subtask.</summary>
    public ImmutableArray<InputChannel<TKey, TIn>> TakeChannels()
    {
        var sender = _openedSenders++;
        return [.. _gates.Select(gate => gate.Channels[sender])];
    }

    private static InputGate<TKey, TIn> OpenGate(int senders, BatchPool<TKey, TIn> pool, JobAttempt attempt) =>
        new(senders, pool, new RecordAllowance(attempt.Telemetry.Time, senders, attempt.BatchSize, attempt.ExchangeCount));

    private KeyedExchange<TKey, TIn> OpenExchange(string operatorId, FailedRecords failed, JobAttempt attempt) =>
        new(
            new(operatorId, keySelector, Definition, attempt.BatchSize, failed),
            TakeChannels(),
            attempt.MaxParallelism,
            attempt.BatchSize,
            attempt.Telemetry.Time);
}
