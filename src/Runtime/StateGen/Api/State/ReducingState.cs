using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Backends;

namespace StateGen;

/// <summary>Combines the values that are added to a <see cref="ReducingState{T, TReducer}"/>. Implemented by a struct, so that the calls are direct.</summary>
/// <typeparam name="T">The type of the values, immutable.</typeparam>
public interface IReducer<T>
{
    /// <summary>Combines two values. It must depend on nothing else, and must not keep or change them. If it throws, the state stays as it is.</summary>
    /// <param name="accumulator">The values that were added before, combined.</param>
    /// <param name="value">The value that is added.</param>
    static abstract T Reduce(T accumulator, T value);
}

/// <summary>
/// Represents a value for each key of the operator into which every added value is combined: a sum, a maximum, the latest. It is a column of the operator's
/// row, as a value state is, so an addition needs no lookup of its own. Absent until the first addition, which stores its value without a call of the reducer.
/// With a time to live, every addition starts it again, and what has expired is absent and is never combined with.
/// The handle belongs to the record or timer that is being processed. As a ref struct, it can be kept in a local variable but not in a field. Read the
/// property where it is used. Not thread-safe.
/// </summary>
/// <typeparam name="T">The type of the values and of their combination, immutable.</typeparam>
/// <typeparam name="TReducer">The struct that combines two values.</typeparam>
public readonly ref struct ReducingState<T, TReducer>
    where TReducer : struct, IReducer<T>
{
    private readonly ref Accumulator<T> _accumulator;
    private readonly ref bool _rowChanged;
    private readonly ref LastWrite _lastWrite;
    private readonly AccumulatorRules<T>? _rules;

    /// <summary>Creates the handle over a column of the current row. Called by generated code.</summary>
    /// <param name="accumulator">The column.</param>
    /// <param name="rowChanged">The mark of a changed row.</param>
    /// <param name="rules">The rules for the accumulator; null if its codec has no effect on values.</param>
    public ReducingState(ref Accumulator<T> accumulator, ref bool rowChanged, AccumulatorRules<T>? rules)
    {
        _accumulator = ref accumulator;
        _rowChanged = ref rowChanged;
        _rules = rules;
    }

    /// <summary>Creates the handle over a column of the current row that expires. Called by generated code.</summary>
    /// <param name="accumulator">The column.</param>
    /// <param name="rowChanged">The mark of a changed row.</param>
    /// <param name="rules">The rules for the accumulator.</param>
    /// <param name="lastWrite">The last-write timestamp of the column.</param>
    public ReducingState(ref Accumulator<T> accumulator, ref bool rowChanged, AccumulatorRules<T> rules, ref LastWrite lastWrite)
        : this(ref accumulator, ref rowChanged, rules) => _lastWrite = ref lastWrite;

    /// <summary>Gets a value indicating whether nothing was added, or what was added has expired or was cleared.</summary>
    public bool IsEmpty => _rules is null ? _accumulator.IsEmpty : _rules.IsEmpty(in _accumulator, ref _lastWrite);

    /// <summary>Combines a value with those that were added before. The first one is stored as it is.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The value, or the result of the reducer, has no stored form; nothing is changed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value)
    {
        if (_rules is not null)
            _rules.Reduce<TReducer>(ref _accumulator, ref _lastWrite, value);
        else
            _accumulator = new(_accumulator.IsPresent ? TReducer.Reduce(_accumulator.Value, value) : value);
        _rowChanged = true;
    }

    /// <summary>Gets the combination of the added values if there is one.</summary>
    /// <param name="value">The combination; the default if there is none.</param>
    /// <returns>true if there is a combination; otherwise, false.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        if (_rules is not null)
            return _rules.TryGet(ref _accumulator, ref _lastWrite, ref _rowChanged, out value);
        value = _accumulator.Value;
        return _accumulator.IsPresent;
    }

    /// <summary>Gets the combination of the added values, or the default if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? GetValueOrDefault() => TryGetValue(out var value) ? value : default;

    /// <summary>Removes the combination of the current key.</summary>
    public void Clear()
    {
        if (_rules is not null)
            _rules.Clear(ref _accumulator, ref _lastWrite);
        else
            _accumulator = default;
        _rowChanged = true;
    }
}
