using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Graph;

/// <summary>A stage without key and state that distributes records in turn over its subtasks, in which the functions and sinks behind it run.</summary>
/// <param name="origin">The origin of the records, which functions are named after.</param>
/// <param name="parallelism">The number of subtasks; null for that of the job.</param>
/// <param name="name">The name in metrics and messages.</param>
internal sealed class RebalanceStage<T>(StreamOrigin origin, int? parallelism, string name) : Consumer<T>, IGraphStage
{
    private int _senders;
    private int _openedSenders;
    private InputGate<Turn, T>[] _gates = [];

    public GraphOutput<T> Output { get; } = new() { Origin = origin };

    public void Describe(JobPlan plan) => plan.AddRebalance();

    public override void AddSenders(int count) => _senders += count;

    public void AnnounceSubtasks(JobAttempt attempt) => Output.AddSenders(CountSubtasks(attempt));

    /// <summary>Opens the subtasks. Those that send to them are opened later.</summary>
    public async Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        var failed = await attempt.OpenFailedRecordsAsync(CountSubtasks(attempt), cancellationToken).ConfigureAwait(false);
        var outputs = await Output.OpenAsync(attempt, failed, cancellationToken).ConfigureAwait(false);
        var pool = new BatchPool<Turn, T>(attempt.BatchSize);
        _gates = Array.ConvertAll(outputs, _ => OpenGate(pool, attempt));
        for (var subtask = 0; subtask < outputs.Length; subtask++)
        {
            var telemetry = attempt.Telemetry.OpenSubtask(name, subtask);
            attempt.Add(new RebalanceSubtask<T>(_gates[subtask], outputs[subtask], failed[subtask], attempt, telemetry));
        }
    }

    public override Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken) =>
        Task.FromResult(Array.ConvertAll<FailedRecords, StageOutput<T>>(senders, failed => OpenExchange(_openedSenders++, failed, attempt)));

    public override void Explain(GraphText text) =>
        text.AddShared(this, $"Rebalance '{name}'{(parallelism is null ? "" : $", parallelism {parallelism}")}", Output.Explain);

    private int CountSubtasks(JobAttempt attempt) => parallelism ?? attempt.Parallelism;

    private InputGate<Turn, T> OpenGate(BatchPool<Turn, T> pool, JobAttempt attempt) =>
        new(_senders, pool, new RecordAllowance(attempt.Telemetry.Time, _senders, attempt.BatchSize, attempt.ExchangeCount));

    private KeyedExchange<Turn, T> OpenExchange(int sender, FailedRecords failed, JobAttempt attempt) =>
        new(
            new(name, Turn.Of, new RoundRobin(_gates.Length, sender), attempt.BatchSize, failed),
            [.. _gates.Select(gate => gate.Channels[sender])],
            maxParallelism: _gates.Length,
            attempt.BatchSize,
            attempt.Telemetry.Time);
}
