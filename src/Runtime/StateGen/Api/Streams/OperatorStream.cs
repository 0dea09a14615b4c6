using StateGen.Engine.Jobs;
using StateGen.Engine.Operators;

namespace StateGen;

/// <summary>The output of an operator within a pipeline that is being described.</summary>
internal sealed class OperatorStream<TKey, TIn, TOut>(
    EventStream<TIn> input, Func<TIn, TKey> keySelector, Func<KeyedOperator<TKey, TIn, TOut>> createOperator, string? id) : EventStream<TOut>
    where TKey : notnull
{
    internal override JobPlan Describe(Stage<TOut> next) =>
        input.Describe(new OperatorStage<TKey, TIn, TOut>(keySelector, createOperator, id, next));
}
