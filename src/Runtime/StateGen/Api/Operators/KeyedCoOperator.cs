namespace StateGen;

/// <summary>
/// The base class of operators with two inputs that are partitioned by the same key and share its state, as in a join. Otherwise it is like
/// <see cref="KeyedOperator{TKey, TIn, TOut}"/>: derive from it in a partial class marked <see cref="OperatorAttribute"/>. The events of one input are
/// processed in their order; those of different inputs are in no order among each other, except that no watermark passes an event of either.
/// </summary>
/// <typeparam name="TKey">The type of the key that both streams are partitioned by.</typeparam>
/// <typeparam name="TFirst">The type of the events of the first input.</typeparam>
/// <typeparam name="TSecond">The type of the events of the second input.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public abstract class KeyedCoOperator<TKey, TFirst, TSecond, TOut> : KeyedOperator<TKey, Either<TFirst, TSecond>, TOut>
    where TKey : notnull
{
    /// <summary>Processes an event of the first input. Its key is the current key.</summary>
    /// <param name="value">The event.</param>
    /// <param name="context">The access to timers, time and output.</param>
    protected abstract void OnFirst(TFirst value, OperatorContext<TOut> context);

    /// <summary>Processes an event of the second input. Its key is the current key.</summary>
    /// <param name="value">The event.</param>
    /// <param name="context">The access to timers, time and output.</param>
    protected abstract void OnSecond(TSecond value, OperatorContext<TOut> context);

    /// <inheritdoc/>
    protected sealed override void OnEvent(Either<TFirst, TSecond> value, OperatorContext<TOut> context)
    {
        if (value.IsFirst)
            OnFirst(value.First, context);
        else
            OnSecond(value.Second, context);
    }
}

/// <summary>An event of one of two inputs. Immutable.</summary>
/// <typeparam name="TFirst">The type of the events of the first input.</typeparam>
/// <typeparam name="TSecond">The type of the events of the second input.</typeparam>
public readonly record struct Either<TFirst, TSecond>
{
    private readonly TFirst? _first;
    private readonly TSecond? _second;

    private Either(bool isFirst, TFirst? first, TSecond? second)
    {
        IsFirst = isFirst;
        _first = first;
        _second = second;
    }

    /// <summary>Gets a value indicating whether the event is one of the first input.</summary>
    public bool IsFirst { get; }

    /// <summary>Gets the event of the first input.</summary>
    /// <exception cref="InvalidOperationException">The event is one of the second input.</exception>
    public TFirst First => IsFirst ? _first! : throw new InvalidOperationException("The event is one of the second input. Check IsFirst before.");

    /// <summary>Gets the event of the second input.</summary>
    /// <exception cref="InvalidOperationException">The event is one of the first input.</exception>
    public TSecond Second => IsFirst ? throw new InvalidOperationException("The event is one of the first input. Check IsFirst before.") : _second!;

    /// <summary>Creates an event of the first input.</summary>
    /// <param name="value">The event.</param>
    public static Either<TFirst, TSecond> OfFirst(TFirst value) => new(true, value, default);

    /// <summary>Creates an event of the second input.</summary>
    /// <param name="value">The event.</param>
    public static Either<TFirst, TSecond> OfSecond(TSecond value) => new(false, default, value);
}
