using StateGen.Engine.Graph;

namespace StateGen;

/// <summary>Represents two streams that are partitioned by the same key, in the description of a pipeline. Immutable.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TFirst">The type of the events of the first stream.</typeparam>
/// <typeparam name="TSecond">The type of the events of the second stream.</typeparam>
public sealed class ConnectedStreams<TKey, TFirst, TSecond>
    where TKey : notnull
{
    private readonly KeyedStream<TKey, Either<TFirst, TSecond>> _both;

    internal ConnectedStreams(EventStream<TFirst> first, Func<TFirst, TKey> firstKey, EventStream<TSecond> second, Func<TSecond, TKey> secondKey)
    {
        var tagged = new UnionStream<Either<TFirst, TSecond>>(
            [Tag(first, "first input", Either<TFirst, TSecond>.OfFirst), Tag(second, "second input", Either<TFirst, TSecond>.OfSecond)]);
        _both = tagged.KeyBy(value => value.IsFirst ? firstKey(value.First) : secondKey(value.Second));
    }

    /// <summary>Processes both streams with an operator. Its output carries the time of the event or timer during which it was emitted.</summary>
    /// <typeparam name="TOut">The type of the operator's output.</typeparam>
    /// <param name="createOperator">
    /// A function that creates an operator. It is called once for each parallel subtask, and once more for a description of the operator.
    /// </param>
    /// <param name="id">The stable id of this use of the operator, under which its state is kept; null for the id in its attribute.</param>
    /// <param name="parallelism">The number of parallel subtasks, positive; null for that of the job.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is not positive.</exception>
    public OperatorStream<TKey, TOut> Process<TOut>(
        Func<KeyedCoOperator<TKey, TFirst, TSecond, TOut>> createOperator, string? id = null, int? parallelism = null) =>
        _both.Process(createOperator, id, parallelism);

    private static FunctionStream<TIn, Either<TFirst, TSecond>> Tag<TIn>(EventStream<TIn> input, string name, Func<TIn, Either<TFirst, TSecond>> tag) =>
        new(input, name, name: null, (next, place) => new SelectOutput<TIn, Either<TFirst, TSecond>>(tag, place, next));
}
