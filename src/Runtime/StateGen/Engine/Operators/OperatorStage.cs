using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Telemetry;
using StateGen.Schemas;

namespace StateGen.Engine.Operators;

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
