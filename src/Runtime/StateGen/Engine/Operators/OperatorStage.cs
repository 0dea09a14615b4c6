using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Graph;
using StateGen.Engine.Jobs;
using StateGen.Engine.Telemetry;
using StateGen.Schemas;

namespace StateGen.Engine.Operators;

/// <summary>A stage that consists of a keyed operator, in a number of parallel subtasks. Derived classes bring the records to them.</summary>
internal abstract class OperatorStage<TKey, TIn, TOut>(Func<KeyedOperator<TKey, TIn, TOut>> createOperator, string? id, int? parallelism)
    : Consumer<TIn>, IPlannedStage, IKeyedOutput<TKey, TOut>
    where TKey : notnull
{
    private readonly List<IChainedStage<TKey>> _chained = [];
    private KeyedOperator<TKey, TIn, TOut>[] _operators = [];

    private readonly Dictionary<object, ISideStage> _sides = [];

    // A graph that is only planned has no operators yet, and one more is created for its description anyway.
    private string OperatorId => id ?? (_operators is [var first, ..] ? first : createOperator()).Definition.Schema.OperatorId;

    public GraphOutput<TOut> Output => field ??= new() { Origin = new(() => $"operator '{OperatorId}'") };

    /// <summary>Gets or sets a value indicating whether a broadcast input is connected.</summary>
    public bool HasBroadcastInput { get; set; }

    public int? Parallelism => parallelism;

    /// <summary>Gets a value indicating whether the operator runs in the subtasks of another one.</summary>
    protected abstract bool IsChained { get; }

    public void Chain<TStage>(TStage stage)
        where TStage : Consumer<TOut>, IChainedStage<TKey>
    {
        Output.Add(stage);
        _chained.Add(stage);
    }

    /// <summary>Finds or adds a side output.</summary>
    public GraphOutput<TSide> SideOf<TSide>(OutputTag<TSide> tag)
    {
        if (!_sides.TryGetValue(tag, out var side))
            _sides.Add(tag, side = new SideStage<TSide>(tag, () => OperatorId));
        return ((SideStage<TSide>)side).Output;
    }

    public void Describe(JobPlan plan)
    {
        var keyedOperator = createOperator();
        RequireBroadcastInput(keyedOperator);
        var definition = keyedOperator.Definition;
        plan.AddOperator(SchemaOf(definition), definition.Upgrades, definition.RequiredBackend, parallelism, IsChained);
    }

    /// <summary>Gets the definition of the operators, once they are open.</summary>
    protected OperatorDefinition<TKey> Definition => _operators[0].Definition;

    /// <summary>Gets the text that says how records come to the operator.</summary>
    protected abstract string InputDescription { get; }

    protected int CountSubtasks(JobAttempt attempt) => parallelism ?? attempt.Parallelism;

    /// <summary>Announces the subtasks to what receives their output.</summary>
    protected void AnnounceSenders(int count)
    {
        Output.AddSenders(count);
        foreach (var side in _sides.Values)
            side.AddSenders(count);
    }

    /// <summary>Opens the operators with their outputs, one for each of the failed records.</summary>
    protected async Task<OperatorDriver<TKey, TIn, TOut>[]> OpenDriversAsync(JobAttempt attempt, FailedRecords[] failed, CancellationToken cancellationToken)
    {
        _operators = CreateOperators(failed.Length);
        var outputs = await Output.OpenAsync(attempt, failed, cancellationToken).ConfigureAwait(false);
        foreach (var side in _sides.Values)
            await side.OpenAsync(attempt, failed, cancellationToken).ConfigureAwait(false);
        var use = attempt.FindOperator(SchemaOf(Definition).OperatorId);
        var drivers = new OperatorDriver<TKey, TIn, TOut>[_operators.Length];
        for (var subtask = 0; subtask < drivers.Length; subtask++)
        {
            var runner = await OpenRunnerAsync(_operators[subtask], use, subtask, failed[subtask], attempt, cancellationToken).ConfigureAwait(false);
            foreach (var side in _sides.Values)
                side.Attach(subtask, runner.SideOutputs);
            foreach (var stage in _chained)
                stage.Attach(subtask, runner.Output.Keys as EmittedKeys<TKey> ?? runner.KeepKeys());
            var telemetry = attempt.Telemetry.OpenSubtask(use.Id, subtask);
            drivers[subtask] = attempt.Own(
                new OperatorDriver<TKey, TIn, TOut>(use.Index, drivers.Length, runner, outputs[subtask], attempt, telemetry) { IsChained = IsChained });
        }

        return drivers;
    }

    public override void Explain(GraphText text) => Explain(text, InputDescription);

    /// <summary>Describes the stage and what follows it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="input">The way in which the stage receives the records of the stage before it.</param>
    public void Explain(GraphText text, string input)
    {
        var keyedOperator = createOperator();
        var width = parallelism is null ? "" : $", parallelism {parallelism}";
        var line = $"{input}: operator '{SchemaOf(keyedOperator.Definition).OperatorId}' ({keyedOperator.GetType().Name}){width}";
        text.AddShared(this, line, ExplainNext);
    }

    private void ExplainNext(GraphText text)
    {
        Output.Explain(text);
        foreach (var side in _sides.Values)
            side.Explain(text);
    }

    private static async Task<KeyedOperatorRunner<TKey, TIn, TOut>> OpenRunnerAsync(
        KeyedOperator<TKey, TIn, TOut> keyedOperator, JobOperator use, int subtask, FailedRecords failed, JobAttempt attempt,
        CancellationToken cancellationToken)
    {
        var restored = attempt.FindState(use, subtask);
        var store = attempt.OpenStore(use, subtask);
        try
        {
            var runner = new KeyedOperatorRunner<TKey, TIn, TOut>(keyedOperator, store, failed) { OutputLimit = attempt.BatchSize, FollowsClock = true };
            await store.StartAsync(restored.States, cancellationToken).ConfigureAwait(false);
            if (runner.Broadcast is { IsUsed: true } broadcast && restored.Broadcast is { } files)
                await broadcast.RestoreAsync(files, cancellationToken).ConfigureAwait(false);
            if (store.OperatorStates is { } operatorStates && restored.OperatorStates is { } former)
                await operatorStates.RestoreAsync(former, use.Parallelism ?? attempt.Parallelism, cancellationToken).ConfigureAwait(false);
            runner.RestoreEventTime(restored.Reached);
            return runner;
        }
        catch
        {
            // The attempt does not own the store yet, so nothing else would release it.
            store.Dispose();
            throw;
        }
    }

    private void RequireBroadcastInput(KeyedOperator<TKey, TIn, TOut> keyedOperator)
    {
        if (keyedOperator.HasBroadcastInput && !HasBroadcastInput)
        {
            throw new StateGenException(
                $"Operator '{SchemaOf(keyedOperator.Definition).OperatorId}' needs a broadcast input, and the pipeline connects none: "
                + $"{nameof(KeyedStream<,>.Connect)}(stream.{nameof(EventStream<>.Broadcast)}()).{nameof(KeyedStream<,>.Process)}(...).")
            {
                IsPermanent = true,
            };
        }
    }

    protected OperatorSchema SchemaOf(OperatorDefinition<TKey> definition) =>
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
}

/// <summary>A side output of an operator in a graph, without the type of its values.</summary>
internal interface ISideStage
{
    void AddSenders(int count);

    /// <summary>Opens the outputs of the operator's subtasks.</summary>
    Task OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken);

    /// <summary>Connects the output that was opened for a subtask.</summary>
    void Attach(int subtask, SideOutputs sideOutputs);

    void Explain(GraphText text);
}

internal sealed class SideStage<T>(OutputTag<T> tag, Func<string> operatorId) : ISideStage
{
    private StageOutput<T>[] _opened = [];

    public GraphOutput<T> Output { get; } = new() { Origin = new(() => $"side output '{tag.Name}' of operator '{operatorId()}'") };

    public void AddSenders(int count) => Output.AddSenders(count);

    public async Task OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken) =>
        _opened = await Output.OpenAsync(attempt, senders, cancellationToken).ConfigureAwait(false);

    public void Attach(int subtask, SideOutputs sideOutputs) => sideOutputs.Open(tag, _opened[subtask]);

    public void Explain(GraphText text) => text.Add($"side output '{tag.Name}' ({typeof(T).Name})", Output.Explain);
}
