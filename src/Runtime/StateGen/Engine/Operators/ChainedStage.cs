using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Graph;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Operators;

/// <summary>The output of an operator that keeps the key of each record, so that operators can be chained to it.</summary>
internal interface IKeyedOutput<TKey, TOut>
    where TKey : notnull
{
    /// <summary>Gets the number of subtasks; null for that of the job.</summary>
    int? Parallelism { get; }

    /// <summary>Adds an operator that runs in the same subtasks.</summary>
    void Chain<TStage>(TStage stage)
        where TStage : Consumer<TOut>, IChainedStage<TKey>;
}

/// <summary>A chained operator in a graph, without the types of its records.</summary>
internal interface IChainedStage<TKey>
    where TKey : notnull
{
    /// <summary>Connects the operator in a subtask with the keys of the records that it will get.</summary>
    void Attach(int subtask, EmittedKeys<TKey> keys);
}

/// <summary>An operator that runs in the subtasks of the operator before it, under the same keys, without an exchange.</summary>
internal sealed class ChainedStage<TKey, TIn, TOut>(Func<KeyedOperator<TKey, TIn, TOut>> createOperator, string? id, int? parallelism)
    : OperatorStage<TKey, TIn, TOut>(createOperator, id, parallelism), IChainedStage<TKey>
    where TKey : notnull
{
    private ChainedOperator<TKey, TIn, TOut>[] _opened = [];

    protected override string InputDescription => "by the same key";

    protected override bool IsChained => true;

    public override void AddSenders(int count) => AnnounceSenders(count);

    public override async Task<StageOutput<TIn>[]> OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken)
    {
        var drivers = await OpenDriversAsync(attempt, senders, cancellationToken).ConfigureAwait(false);
        attempt.AddChained(drivers.Length);
        return _opened = Array.ConvertAll(drivers, static driver => new ChainedOperator<TKey, TIn, TOut>(driver));
    }

    public void Attach(int subtask, EmittedKeys<TKey> keys) => _opened[subtask].Keys = new(keys, Definition, SchemaOf(Definition).OperatorId);
}
