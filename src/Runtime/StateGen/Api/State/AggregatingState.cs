using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Aggregates the values that are added to an <see cref="AggregatingState{TIn, TAccumulator, TOut, TAggregator}"/>. Implemented by a struct, so that the
/// calls are direct. Its methods must depend on nothing but their arguments, and must not keep or change them. If one throws, the state stays as it is.
/// </summary>
/// <typeparam name="TIn">The type of the values that are added.</typeparam>
/// <typeparam name="TAccumulator">The type of the accumulator, which is stored: immutable.</typeparam>
/// <typeparam name="TOut">The type of the result.</typeparam>
public interface IAggregator<in TIn, TAccumulator, out TOut>
{
    /// <summary>Creates the accumulator to which the first value is added.</summary>
    static abstract TAccumulator CreateAccumulator();

    /// <summary>Adds a value to an accumulator.</summary>
    /// <param name="accumulator">The accumulator of the values that were added before.</param>
    /// <param name="value">The value.</param>
    /// <returns>The accumulator that replaces it.</returns>
    static abstract TAccumulator Add(TAccumulator accumulator, TIn value);

    /// <summary>Computes the result from an accumulator.</summary>
    /// <param name="accumulator">The accumulator of at least one value.</param>
    static abstract TOut GetResult(TAccumulator accumulator);
}

/// <summary>
/// Represents an accumulator for each key of the operator, from which a result is computed when it is asked for: an average of a sum and a count. The values
/// that are added, the accumulator, which alone is stored, and the result may be of different types. It is a column of the operator's row, as a value state
/// is, so an addition needs no lookup of its own. Absent until the first addition; the result of an accumulator without values is never returned.
/// With a time to live, every addition starts it again, and what has expired is absent and is never added to.
/// The handle belongs to the record or timer that is being processed. As a ref struct, it can be kept in a local variable but not in a field. Read the
/// property where it is used. Not thread-safe.
/// </summary>
/// <typeparam name="TIn">The type of the values that are added.</typeparam>
/// <typeparam name="TAccumulator">The type of the accumulator, immutable.</typeparam>
/// <typeparam name="TOut">The type of the result.</typeparam>
/// <typeparam name="TAggregator">The struct that adds values and computes the result.</typeparam>
public readonly ref struct AggregatingState<TIn, TAccumulator, TOut, TAggregator>
    where TAggregator : struct, IAggregator<TIn, TAccumulator, TOut>
{
    private readonly ref Accumulator<TAccumulator> _accumulator;
    private readonly ref bool _rowChanged;
    private readonly ref LastWrite _lastWrite;
    private readonly AccumulatorRules<TAccumulator>? _rules;

    /// <summary>Creates the handle over a column of the current row. Called by generated code.</summary>
    /// <param name="accumulator">The column.</param>
    /// <param name="rowChanged">The mark of a changed row.</param>
    /// <param name="rules">The rules for the accumulator; null if its codec has no effect on values.</param>
    public AggregatingState(ref Accumulator<TAccumulator> accumulator, ref bool rowChanged, AccumulatorRules<TAccumulator>? rules)
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
    public AggregatingState(
        ref Accumulator<TAccumulator> accumulator, ref bool rowChanged, AccumulatorRules<TAccumulator> rules, ref LastWrite lastWrite)
        : this(ref accumulator, ref rowChanged, rules) => _lastWrite = ref lastWrite;

    /// <summary>Gets a value indicating whether nothing was added, or what was added has expired or was cleared.</summary>
    public bool IsEmpty => _rules is null ? _accumulator.IsEmpty : _rules.IsEmpty(in _accumulator, ref _lastWrite);

    /// <summary>Adds a value to the accumulator, which the first addition creates.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The accumulator that the aggregator returned has no stored form; nothing is changed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TIn value)
    {
        if (_rules is not null)
            _rules.Aggregate<TIn, TOut, TAggregator>(ref _accumulator, ref _lastWrite, value);
        else
            _accumulator = new(TAggregator.Add(_accumulator.IsPresent ? _accumulator.Value : TAggregator.CreateAccumulator(), value));
        _rowChanged = true;
    }

    /// <summary>Computes the result of the added values if there are any.</summary>
    /// <param name="result">The result; the default if there is no accumulator.</param>
    /// <returns>true if there is an accumulator; otherwise, false.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValue([MaybeNullWhen(false)] out TOut result)
    {
        var isPresent = TryGetAccumulator(out var accumulator);
        result = isPresent ? TAggregator.GetResult(accumulator!) : default;
        return isPresent;
    }

    /// <summary>Computes the result of the added values, or returns the default if there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TOut? GetValueOrDefault() => TryGetValue(out var result) ? result : default;

    /// <summary>Removes the accumulator of the current key.</summary>
    public void Clear()
    {
        if (_rules is not null)
            _rules.Clear(ref _accumulator, ref _lastWrite);
        else
            _accumulator = default;
        _rowChanged = true;
    }

    private bool TryGetAccumulator([MaybeNullWhen(false)] out TAccumulator accumulator)
    {
        if (_rules is not null)
            return _rules.TryGet(ref _accumulator, ref _lastWrite, ref _rowChanged, out accumulator);
        accumulator = _accumulator.Value;
        return _accumulator.IsPresent;
    }
}
