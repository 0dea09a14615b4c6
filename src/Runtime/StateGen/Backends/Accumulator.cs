using System.ComponentModel;
using StateGen.Serialization;

namespace StateGen.Backends;

/// <summary>Generated code: the column of a row that holds the accumulator of a reducing or aggregating state, or nothing.</summary>
/// <typeparam name="T">The type of the accumulator.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Accumulator<T>
{
    /// <summary>Creates a column that holds an accumulator.</summary>
    /// <param name="value">The accumulator. It may be the default of its type, which is not the same as no accumulator.</param>
    public Accumulator(T value)
    {
        Value = value;
        IsPresent = true;
    }

    /// <summary>Gets a value indicating whether there is an accumulator.</summary>
    public bool IsPresent { get; }

    /// <summary>Gets a value indicating whether there is no accumulator.</summary>
    public bool IsEmpty => !IsPresent;

    /// <summary>Gets the accumulator. The default of its type if there is none.</summary>
    public T Value { get; }
}

/// <summary>
/// Generated code: what the handle of a reducing or aggregating state does besides calling the user's functions, if its accumulators expire, or if their codec
/// checks, changes or copies them. One instance serves one operator. Not thread-safe.
/// </summary>
/// <typeparam name="T">The type of the accumulator.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AccumulatorRules<T>
{
    private readonly SubtaskClock? _clock;
    private readonly long _timeToLive;
    private readonly bool _isEventTime;
    private readonly bool _refreshesOnRead;
    private readonly bool _returnsExpired;

    // Whether the codec has an effect on values, so that it must be called.
    private readonly bool _isEffective;

    private protected AccumulatorRules(bool isEffective) => _isEffective = isEffective;

    private protected AccumulatorRules(bool isEffective, StateDescriptor descriptor, SubtaskClock clock)
        : this(isEffective)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _timeToLive = descriptor.TimeToLive ?? throw new ArgumentException("The state has no time to live.", nameof(descriptor));
        _isEventTime = descriptor.Clock == TtlClock.EventTime;
        _refreshesOnRead = descriptor.Refresh == TtlRefresh.OnReadAndWrite;
        _returnsExpired = descriptor.Visibility == TtlVisibility.ReturnExpiredIfNotRemoved;
    }

    internal void Reduce<TReducer>(ref Accumulator<T> accumulator, ref LastWrite lastWrite, T value)
        where TReducer : struct, IReducer<T>
    {
        var isLive = IsLive(in accumulator, ref lastWrite);
        var normalized = Normalize(value);
        if (isLive)
            normalized = Normalize(TReducer.Reduce(HandOut(accumulator.Value), normalized));
        Store(normalized, ref accumulator, ref lastWrite, isLive);
    }

    internal void Aggregate<TIn, TOut, TAggregator>(ref Accumulator<T> accumulator, ref LastWrite lastWrite, TIn value)
        where TAggregator : struct, IAggregator<TIn, T, TOut>
    {
        var isLive = IsLive(in accumulator, ref lastWrite);
        var before = HandOut(isLive ? accumulator.Value : Normalize(TAggregator.CreateAccumulator()));
        Store(Normalize(TAggregator.Add(before, value)), ref accumulator, ref lastWrite, isLive);
    }

    internal bool TryGet(ref Accumulator<T> accumulator, ref LastWrite lastWrite, ref bool rowChanged, out T value)
    {
        var isLive = IsLive(in accumulator, ref lastWrite);
        var isReturned = isLive || (_returnsExpired && accumulator.IsPresent);
        value = isReturned ? HandOut(accumulator.Value) : default!;
        if (isLive)
        {
            rowChanged |= _refreshesOnRead && Refresh(ref lastWrite);
        }
        else if (isReturned)
        {
            Clear(ref accumulator, ref lastWrite);
            rowChanged = true;
        }

        return isReturned;
    }

    internal bool IsEmpty(in Accumulator<T> accumulator, ref LastWrite lastWrite) => !IsLive(in accumulator, ref lastWrite);

    internal void Clear(ref Accumulator<T> accumulator, ref LastWrite lastWrite)
    {
        accumulator = default;
        if (_clock is not null)
            lastWrite = default;
    }

    private protected abstract T NormalizeByCodec(T value);

    private protected abstract T HandOutByCodec(T value);

    private T Normalize(T value) => _isEffective ? NormalizeByCodec(value) : value;

    private T HandOut(T value) => _isEffective ? HandOutByCodec(value) : value;

    // The row has a last-write timestamp only for states with a time to live; otherwise, the reference to it is null. What is added to a live accumulator by a
    // record of an earlier event time does not shorten its life.
    private void Store(T value, ref Accumulator<T> accumulator, ref LastWrite lastWrite, bool isLive)
    {
        accumulator = new(value);
        if (_clock is null)
            return;
        if (isLive)
            Refresh(ref lastWrite);
        else
            lastWrite = _isEventTime ? _clock.WrittenInEventTime : _clock.Written;
    }

    private bool IsLive(in Accumulator<T> accumulator, ref LastWrite lastWrite) => accumulator.IsPresent && (_clock is null || !HasExpired(lastWrite));

    private bool HasExpired(LastWrite lastWrite) =>
        _isEventTime ? _clock!.HasExpiredInEventTime(lastWrite, _timeToLive) : _clock!.HasExpired(lastWrite, _timeToLive);

    private bool Refresh(ref LastWrite lastWrite) => _isEventTime ? _clock!.RefreshInEventTime(ref lastWrite) : _clock!.Refresh(ref lastWrite);
}

/// <summary>Generated code: the rules for accumulators with a certain codec.</summary>
/// <typeparam name="T">The type of the accumulator.</typeparam>
/// <typeparam name="TCodec">The codec of the accumulator.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AccumulatorRules<T, TCodec> : AccumulatorRules<T>
    where TCodec : struct, ICodec<T>
{
    /// <summary>Creates rules for accumulators that do not expire.</summary>
    public AccumulatorRules()
        : base(HasEffect)
    {
    }

    /// <summary>Creates rules for accumulators that expire.</summary>
    /// <param name="descriptor">The state, which has a time to live.</param>
    /// <param name="clock">The clock for times to live.</param>
    public AccumulatorRules(StateDescriptor descriptor, SubtaskClock clock)
        : base(HasEffect, descriptor, clock)
    {
    }

    // A codec that copies values changes them.
    private static bool HasEffect => TCodec.Normalization != Normalization.None;

    private protected override T NormalizeByCodec(T value) => TCodec.Normalize(value);

    private protected override T HandOutByCodec(T value) => TCodec.HandOut(value);
}
