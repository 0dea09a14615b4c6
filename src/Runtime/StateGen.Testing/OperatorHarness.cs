using StateGen.Schemas;

namespace StateGen.Testing;

/// <summary>
/// Opens harnesses, which run one operator in a test: the test passes records and watermarks in, moves the time, and reads output, state and timers.
/// </summary>
public static class OperatorHarness
{
    /// <summary>Opens a harness for an operator with one input, and the operator.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <typeparam name="TIn">The type of the events.</typeparam>
    /// <typeparam name="TOut">The type of the output.</typeparam>
    /// <param name="keyedOperator">The operator. The harness takes ownership of it.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="StateSchemaException">The operator cannot read the state in the snapshots.</exception>
    /// <exception cref="StateGenException">
    /// The backend cannot run here or has not written the snapshots, or the operator threw when it was opened.
    /// </exception>
    public static async Task<OperatorHarness<TKey, TIn, TOut>> OpenAsync<TKey, TIn, TOut>(
        KeyedOperator<TKey, TIn, TOut> keyedOperator, OperatorHarnessOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        var opened = await OpenedOperator.OpenAsync(keyedOperator, options, cancellationToken).ConfigureAwait(false);
        return new(opened);
    }

    /// <inheritdoc cref="OpenAsync{TKey, TIn, TOut}"/>
    /// <summary>Opens a harness for an operator with two inputs, and the operator.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <typeparam name="TFirst">The type of the events of the first input.</typeparam>
    /// <typeparam name="TSecond">The type of the events of the second input.</typeparam>
    /// <typeparam name="TOut">The type of the output.</typeparam>
    public static async Task<CoOperatorHarness<TKey, TFirst, TSecond, TOut>> OpenAsync<TKey, TFirst, TSecond, TOut>(
        KeyedCoOperator<TKey, TFirst, TSecond, TOut> keyedOperator, OperatorHarnessOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        var opened = await OpenedOperator.OpenAsync(keyedOperator, options, cancellationToken).ConfigureAwait(false);
        return new(opened);
    }

    /// <inheritdoc cref="OpenAsync{TKey, TIn, TOut}"/>
    /// <summary>Opens a harness for an operator with a broadcast input, and the operator.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <typeparam name="TIn">The type of the events of the stream.</typeparam>
    /// <typeparam name="TBroadcast">The type of the broadcast events.</typeparam>
    /// <typeparam name="TOut">The type of the output.</typeparam>
    public static async Task<BroadcastOperatorHarness<TKey, TIn, TBroadcast, TOut>> OpenAsync<TKey, TIn, TBroadcast, TOut>(
        KeyedBroadcastOperator<TKey, TIn, TBroadcast, TOut> keyedOperator,
        OperatorHarnessOptions? options = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        var opened = await OpenedOperator.OpenAsync(keyedOperator, options, cancellationToken).ConfigureAwait(false);
        return new(opened);
    }
}

/// <summary>
/// Runs one operator in a test, with time that stands until the test moves it. An exception of a callback is thrown as
/// <see cref="OperatorException"/>; the effects of its record are undone, and the harness can be used further. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TIn">The type of the events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public class OperatorHarness<TKey, TIn, TOut> : IDisposable, IAsyncDisposable
    where TKey : notnull
{
    private readonly OperatorStates _states;

    internal OperatorHarness(OpenedOperator<TKey, TIn, TOut> opened)
    {
        Host = opened.Host;
        Time = opened.Time;
        _states = new(opened.Operator, opened.Host.Schema);
    }

    /// <summary>Gets the host on which the harness is built.</summary>
    public OperatorHost<TKey, TIn, TOut> Host { get; }

    /// <summary>Gets the clock of the operator. Move it with <see cref="AdvanceTime"/>.</summary>
    public VirtualTime Time { get; }

    /// <summary>Gets the current watermark; <see cref="DateTimeOffset.MinValue"/> before the first one.</summary>
    public DateTimeOffset Watermark => Host.Watermark;

    /// <summary>Gets the registered timers of all keys in the order in which they fire, kind by kind.</summary>
    public IReadOnlyList<RegisteredTimer<TKey>> Timers => Host.GetTimers();

    /// <summary>Gets the stable names of the states, in ordinal order.</summary>
    public IReadOnlyList<string> StateNames => _states.Names;

    /// <summary>
    /// Processes an event without an event time, as in a pipeline without event times. Its timestamp is <see cref="DateTimeOffset.MinValue"/>, also that of
    /// what is emitted for it. It is late if there is a watermark.
    /// </summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="value">The event.</param>
    /// <exception cref="OperatorException">The operator threw; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The key is null or has no normal form.</exception>
    public void Process(TKey key, TIn value) => Host.ProcessBatch([key], [value], [EventTime.Minimum]);

    /// <summary>Processes an event.</summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="value">The event.</param>
    /// <param name="timestamp">The event time.</param>
    /// <exception cref="OperatorException">The operator threw; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The key is null or has no normal form.</exception>
    public void Process(TKey key, TIn value, DateTimeOffset timestamp) => Host.Process(key, value, timestamp);

    /// <summary>Advances the watermark and fires the timers that it has reached, in the order of their times.</summary>
    /// <param name="watermark">The watermark: no more events before this time are expected. One that does not advance is ignored.</param>
    /// <exception cref="OperatorException">The operator threw; the timer's effects are undone, and it is still registered.</exception>
    public void AdvanceWatermark(DateTimeOffset watermark) => Host.AdvanceWatermark(watermark);

    /// <summary>
    /// Moves the clock, and fires the processing-time timers that become due, each at its own time. State whose time to live has passed is expired then.
    /// </summary>
    /// <param name="time">The time span, not negative. Zero fires what is due because the clock was moved elsewhere.</param>
    /// <exception cref="OperatorException">The operator threw; the timer's effects are undone, and it is still registered. The clock has moved.</exception>
    public void AdvanceTime(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        try
        {
            Host.AdvanceProcessingTime(Time.GetUtcNow() + time);
        }
        finally
        {
            Time.Advance(time);
        }
    }

    /// <summary>Ends the input: fires every registered event-time timer, and keeps the timers that callbacks register in the process.</summary>
    /// <exception cref="OperatorException">The operator threw; the timer's effects are undone, and it is still registered.</exception>
    public void CompleteInput() => Host.CompleteInput();

    /// <summary>Returns the output since the last call, and clears it.</summary>
    public TOut[] TakeOutput() => Host.TakeOutput();

    /// <summary>Returns the output since the last call with its timestamps, and clears it.</summary>
    public TimestampedValue<TOut>[] TakeTimestampedOutput() => Host.TakeTimestampedOutput();

    /// <summary>Returns the values of a side output since the last call, and clears them.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="tag">The side output.</param>
    public T[] TakeSideOutput<T>(OutputTag<T> tag) => Host.TakeSideOutput(tag);

    /// <summary>Returns the values of a side output since the last call with their timestamps, and clears them.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="tag">The side output.</param>
    public TimestampedValue<T>[] TakeTimestampedSideOutput<T>(OutputTag<T> tag) => Host.TakeTimestampedSideOutput(tag);

    /// <summary>Reads a value state of a key, or the result of a reducing or aggregating state.</summary>
    /// <typeparam name="T">The type of the property, or of the result.</typeparam>
    /// <param name="name">The name of the property or the stable name of the state.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value; the default if it was never written, is removed or has expired.</returns>
    /// <exception cref="ArgumentException">The operator has no such state of one value; the message lists its states.</exception>
    public T GetState<T>(string name, TKey key) => Inspect(key, () => _states.Read<T>(name));

    /// <summary>Reads a map state of a key.</summary>
    /// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
    /// <typeparam name="TValue">The type of the map's values.</typeparam>
    /// <param name="name">The name of the property or the stable name of the state.</param>
    /// <param name="key">The key.</param>
    /// <returns>A copy of the live entries.</returns>
    /// <exception cref="ArgumentException">The operator has no such map state; the message lists its states.</exception>
    public IReadOnlyDictionary<TMapKey, TValue> GetMap<TMapKey, TValue>(string name, TKey key)
        where TMapKey : notnull => Inspect(key, () => _states.ReadEntries<TMapKey, TValue>(name, ofKey: true));

    /// <summary>Reads a list state of a key.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="name">The name of the property or the stable name of the state.</param>
    /// <param name="key">The key.</param>
    /// <returns>A copy of the live elements, in order.</returns>
    /// <exception cref="ArgumentException">The operator has no such list state; the message lists its states.</exception>
    public IReadOnlyList<T> GetList<T>(string name, TKey key) => Inspect(key, () => _states.ReadElements<T>(name, ofKey: true));

    /// <summary>Reads a list that is operator state, which belongs to no key.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="name">The name of the property or the stable name of the state.</param>
    /// <returns>A copy of the elements, in order.</returns>
    /// <exception cref="ArgumentException">The operator has no such operator state; the message lists its states.</exception>
    public IReadOnlyList<T> GetList<T>(string name) => _states.ReadElements<T>(name, ofKey: false);

    /// <summary>
    /// Describes the state and the timers of a key, one state a line, for messages and for a first look. The text is for people and may change.
    /// </summary>
    /// <param name="key">The key.</param>
    public string Describe(TKey key)
    {
        var states = Host.Inspect(key, _states.Describe);
        var timers = Timers.Where(timer => EqualityComparer<TKey>.Default.Equals(timer.Key, key))
            .Select(static timer => $"\n  timer: {StateText.Of(timer.Timestamp)} ({timer.Kind})");
        return $"operator '{Host.Schema.OperatorId}', key {StateText.Of(key)}{states}{string.Concat(timers)}";
    }

    /// <summary>Counts all stored entries: rows, map entries, list elements and entries of broadcast state. Expired ones may still be counted. O(n).</summary>
    public long CountEntries() => Host.CountEntries();

    /// <summary>
    /// Takes a snapshot of state and timers, which another harness restores (<see cref="OperatorHarnessOptions.Restore"/>): one of the same operator, or of one
    /// with the same id and another schema.
    /// </summary>
    /// <param name="cancellationToken">Cancels the writing; the harness can be used further.</param>
    public Task<OperatorHostSnapshot> SnapshotAsync(CancellationToken cancellationToken = default) => Host.SnapshotAsync(cancellationToken);

    /// <summary>Closes the operator and releases its state. Blocks until the operator is closed.</summary>
    /// <exception cref="StateGenException">The operator threw when it was closed. The state is released nevertheless.</exception>
    public void Dispose()
    {
        Host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the operator and releases its state.</summary>
    /// <exception cref="StateGenException">The operator threw when it was closed. The state is released nevertheless.</exception>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }

    private protected OperatorStates States => _states;

    private T Inspect<T>(TKey key, Func<T> read) => Host.Inspect(key, read);
}
