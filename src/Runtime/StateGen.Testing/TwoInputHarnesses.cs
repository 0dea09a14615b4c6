namespace StateGen.Testing;

/// <summary>Runs one operator with two keyed inputs in a test. Otherwise it is like <see cref="OperatorHarness{TKey, TIn, TOut}"/>. Not thread-safe.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TFirst">The type of the events of the first input.</typeparam>
/// <typeparam name="TSecond">The type of the events of the second input.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public sealed class CoOperatorHarness<TKey, TFirst, TSecond, TOut> : OperatorHarness<TKey, Either<TFirst, TSecond>, TOut>
    where TKey : notnull
{
    internal CoOperatorHarness(OpenedOperator<TKey, Either<TFirst, TSecond>, TOut> opened)
        : base(opened)
    {
    }

    /// <summary>Processes an event of the first input without an event time.</summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="value">The event.</param>
    /// <exception cref="OperatorException">The operator threw; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The key is null or has no normal form.</exception>
    public void ProcessFirst(TKey key, TFirst value) => Process(key, Either<TFirst, TSecond>.OfFirst(value));

    /// <summary>Processes an event of the first input.</summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="value">The event.</param>
    /// <param name="timestamp">The event time.</param>
    /// <exception cref="OperatorException">The operator threw; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The key is null or has no normal form.</exception>
    public void ProcessFirst(TKey key, TFirst value, DateTimeOffset timestamp) => Process(key, Either<TFirst, TSecond>.OfFirst(value), timestamp);

    /// <summary>Processes an event of the second input without an event time.</summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="value">The event.</param>
    /// <exception cref="OperatorException">The operator threw; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The key is null or has no normal form.</exception>
    public void ProcessSecond(TKey key, TSecond value) => Process(key, Either<TFirst, TSecond>.OfSecond(value));

    /// <summary>Processes an event of the second input.</summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="value">The event.</param>
    /// <param name="timestamp">The event time.</param>
    /// <exception cref="OperatorException">The operator threw; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The key is null or has no normal form.</exception>
    public void ProcessSecond(TKey key, TSecond value, DateTimeOffset timestamp) => Process(key, Either<TFirst, TSecond>.OfSecond(value), timestamp);
}

/// <summary>Runs one operator with a broadcast input in a test. Otherwise it is like <see cref="OperatorHarness{TKey, TIn, TOut}"/>. Not thread-safe.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TIn">The type of the events of the stream.</typeparam>
/// <typeparam name="TBroadcast">The type of the broadcast events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public sealed class BroadcastOperatorHarness<TKey, TIn, TBroadcast, TOut> : OperatorHarness<TKey, TIn, TOut>
    where TKey : notnull
{
    internal BroadcastOperatorHarness(OpenedOperator<TKey, TIn, TOut> opened)
        : base(opened)
    {
    }

    /// <summary>Processes a broadcast event without an event time.</summary>
    /// <param name="value">The broadcast event.</param>
    /// <exception cref="OperatorException">The operator threw; the event's effects are undone.</exception>
    public void Broadcast(TBroadcast value) => Broadcast(value, DateTimeOffset.MinValue);

    /// <summary>Processes a broadcast event.</summary>
    /// <param name="value">The broadcast event.</param>
    /// <param name="timestamp">The event time.</param>
    /// <exception cref="OperatorException">The operator threw; the event's effects are undone.</exception>
    public void Broadcast(TBroadcast value, DateTimeOffset timestamp) => Host.Broadcast(value, timestamp);

    /// <summary>Reads a broadcast state.</summary>
    /// <typeparam name="TMapKey">The type of the keys.</typeparam>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <param name="name">The name of the property or the stable name of the state.</param>
    /// <returns>A copy of the entries.</returns>
    /// <exception cref="ArgumentException">The operator has no such broadcast state; the message lists its states.</exception>
    public IReadOnlyDictionary<TMapKey, TValue> GetBroadcast<TMapKey, TValue>(string name)
        where TMapKey : notnull => States.ReadEntries<TMapKey, TValue>(name, ofKey: false);
}
