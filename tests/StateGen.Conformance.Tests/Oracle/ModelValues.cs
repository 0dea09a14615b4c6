namespace StateGen.Conformance.Tests.Oracle;

/// <summary>What a value state must do.</summary>
internal sealed class ModelValue<T> : IOracleValue<T>
{
    private readonly ModelStates _states;
    private readonly string _name;
    private readonly ModelTtl? _timeToLive;

    public ModelValue(ModelStates states, string name, ModelTtl? timeToLive = null)
    {
        (_states, _name, _timeToLive) = (states, name, timeToLive);
        states.Add(() => states.Find(name) is Written<T> { IsLive: true } written && !EqualityComparer<T>.Default.Equals(written.Value, default));
    }

    public T? Value
    {
        get
        {
            var seen = _timeToLive is { IsVisible: true } ? _states.TakeRead<T>() : default;
            if (_states.Find(_name) is not Written<T> written)
                return default;
            if (written.IsLive)
            {
                _states.Set(_name, written.AfterRead);
                return written.Value;
            }

            _states.Remove(_name);
            return _timeToLive!.IsVisible && EqualityComparer<T>.Default.Equals(seen, written.Value) ? written.Value : default;
        }

        set => _states.Set(_name, new Written<T>(value!, _timeToLive));
    }
}

/// <summary>What a reducing or aggregating state must do.</summary>
internal sealed class ModelAccumulator<T> : IOracleAccumulator
{
    private readonly ModelStates _states;
    private readonly string _name;
    private readonly ModelTtl? _timeToLive;
    private readonly Func<long, T> _first;
    private readonly Func<T, long, T> _add;
    private readonly Func<T, long> _result;

    /// <param name="states">The states.</param>
    /// <param name="name">The name of this one.</param>
    /// <param name="timeToLive">The time to live; null if it does not expire.</param>
    /// <param name="first">The accumulator of the first value.</param>
    /// <param name="add">Adds a further one.</param>
    /// <param name="result">The result.</param>
    public ModelAccumulator(ModelStates states, string name, ModelTtl? timeToLive, Func<long, T> first, Func<T, long, T> add, Func<T, long> result)
    {
        (_states, _name, _timeToLive) = (states, name, timeToLive);
        (_first, _add, _result) = (first, add, result);
        states.Add(() => Live is not null);
    }

    public bool IsEmpty => Live is null;

    public long? Value
    {
        get
        {
            var isSeen = _timeToLive is { IsVisible: true } && _states.TakeRead<long?>() is not null;
            if (_states.Find(_name) is not Written<T> written)
                return null;
            if (written.IsLive)
                _states.Set(_name, written.AfterRead);
            else
                _states.Remove(_name);
            return written.IsLive || isSeen ? _result(written.Value) : null;
        }
    }

    private Written<T>? Live => _states.Find(_name) is Written<T> { IsLive: true } written ? written : null;

    public void Add(long value)
    {
        _states.Set(_name, Live is { } live ? live.With(_add(live.Value, value)) : new Written<T>(_first(value), _timeToLive));
    }

    public void Clear() => _states.Remove(_name);
}
