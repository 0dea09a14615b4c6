using StateGen.Schemas;

namespace StateGen;

/// <content>Members with which a test inspects an operator between two records.</content>
public sealed partial class OperatorHost<TKey, TIn, TOut>
{
    /// <summary>Gets the schema of the operator: its states and the shapes of their types.</summary>
    public OperatorSchema Schema => _schemas.Current.Schema;

    /// <summary>
    /// Runs a function that reads the state of a key through the accessors of the operator, as if a record of that key were being processed. Changes that the
    /// function makes are undone.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="read">The function. Handles of collections that it returns cannot be read later; copy their entries.</param>
    /// <returns>The result of the function.</returns>
    /// <exception cref="ArgumentException">The key is null, has no normal form, or belongs to another subtask.</exception>
    /// <exception cref="InvalidOperationException">The method is called from a callback of the operator.</exception>
    public T Inspect<T>(TKey key, Func<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Prepare([key]);
        RequireOwned(1);
        return _runner.Inspect(_keys[0], _hashes[0], read);
    }

    /// <summary>Returns the registered timers in the order in which they fire, kind by kind. O(n).</summary>
    /// <exception cref="InvalidOperationException">The method is called from a callback of the operator.</exception>
    public IReadOnlyList<RegisteredTimer<TKey>> GetTimers() =>
        [.. _runner.ReadTimers().Select(static timer => new RegisteredTimer<TKey>(timer.Key, EventTime.ToTimestamp(timer.Timestamp), timer.Kind))];

    /// <summary>Returns the output since the last call with its timestamps, and clears it.</summary>
    public TimestampedValue<TOut>[] TakeTimestampedOutput()
    {
        var output = _runner.Output.ToTimestamped();
        _runner.Output.Clear();
        return output;
    }

    /// <summary>Returns the values of a side output since the last call with their timestamps, and clears them.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="tag">The side output.</param>
    public TimestampedValue<T>[] TakeTimestampedSideOutput<T>(OutputTag<T> tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return _runner.SideOutputs.Find(tag)!.TakeTimestamped();
    }
}

/// <summary>A timer that is registered and has not fired.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <param name="Key">The key in normal form.</param>
/// <param name="Timestamp">The time of the timer, to the millisecond, in UTC.</param>
/// <param name="Kind">The kind of time that the timer follows.</param>
public readonly record struct RegisteredTimer<TKey>(TKey Key, DateTimeOffset Timestamp, TimerKind Kind);

/// <summary>A value that an operator has emitted.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Timestamp">
/// The event time of the record, or the time of the timer, for which the value was emitted, in UTC; <see cref="DateTimeOffset.MinValue"/> if the record has no
/// event time.
/// </param>
public readonly record struct TimestampedValue<T>(T Value, DateTimeOffset Timestamp);
