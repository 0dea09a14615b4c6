using StateGen.Engine.Errors;

namespace StateGen.Engine.Exchange;

/// <summary>Converts keys to normal form and computes their hashes, which decide about the receivers of records.</summary>
internal interface IKeyPreparation<TKey>
    where TKey : notnull
{
    /// <inheritdoc cref="OperatorDefinition{TKey}.Prepare"/>
    void Prepare(Span<TKey> keys, Span<ulong> hashes);
}

/// <summary>
/// Computes the keys of a run of records, in normal form and with their hashes. A record that has no key is dropped if the error policy allows it. The arrays
/// are reused.
/// </summary>
internal sealed class KeyExtraction<TKey, T>(
    string operatorId, Func<T, TKey> selector, IKeyPreparation<TKey> preparation, int capacity, FailedRecords failed)
    where TKey : notnull
{
    private ulong[] _hashes = [];
    private TKey[] _keys = [];
    private bool[] _isDropped = [];
    private int _dropped;

    public ReadOnlySpan<TKey> Keys => _keys;

    public ReadOnlySpan<ulong> Hashes => _hashes;

    /// <summary>Gets a value indicating whether any record of the run has no key and was dropped.</summary>
    public bool HasDropped => _dropped > 0;

    /// <summary>Indicates whether a record of the run has no key and was dropped.</summary>
    public bool IsDropped(int index) => _dropped > 0 && _isDropped[index];

    /// <exception cref="FunctionException">A record has no key, and is not dropped.</exception>
    public void Extract(ReadOnlySpan<T> events, ReadOnlySpan<RecordOrigin> origins)
    {
        if (_dropped > 0)
            Array.Clear(_isDropped);
        _dropped = 0;
        if (events.Length > _keys.Length)
            Grow(events.Length);
        for (var selected = 0; selected < events.Length;)
            selected = Select(events, origins, selected);
        if (_dropped > 0 || !TryPrepare(events.Length))
            PrepareEach(events, origins);
    }

    // Each of many senders has these arrays, and most runs may be short.
    private void Grow(int least)
    {
        var length = Math.Max(least, Math.Min(capacity, 2 * _keys.Length));
        (_keys, _hashes, _isDropped) = (new TKey[length], new ulong[length], new bool[length]);
    }

    /// <summary>Selects the keys from a record on, until the selector throws for one that is dropped.</summary>
    /// <returns>The index of the next record.</returns>
    private int Select(ReadOnlySpan<T> events, ReadOnlySpan<RecordOrigin> origins, int index)
    {
        try
        {
            for (; index < events.Length; index++)
                _keys[index] = selector(events[index]);
            return index;
        }
        catch (Exception exception)
        {
            // The selector is user code and may throw any exception. The error policy decides.
            Drop(index, events, origins, exception);
            return index + 1;
        }
    }

    private bool TryPrepare(int count)
    {
        try
        {
            preparation.Prepare(_keys.AsSpan(0, count), _hashes.AsSpan(0, count));
            return true;
        }
        catch (Exception)
        {
            // The codec of the key may throw any exception. It is thrown again for its record, which is found one by one.
            return false;
        }
    }

    private void PrepareEach(ReadOnlySpan<T> events, ReadOnlySpan<RecordOrigin> origins)
    {
        for (var index = 0; index < events.Length; index++)
        {
            if (_isDropped[index])
                continue;
            try
            {
                preparation.Prepare(_keys.AsSpan(index, 1), _hashes.AsSpan(index, 1));
            }
            catch (Exception exception)
            {
                // The codec of the key may throw any exception. The error policy decides.
                Drop(index, events, origins, exception);
            }
        }
    }

    private void Drop(int index, ReadOnlySpan<T> events, ReadOnlySpan<RecordOrigin> origins, Exception exception)
    {
        failed.Drop(operatorId, $"The key of operator '{operatorId}'", events[index], RecordOrigin.Describe(origins, index), exception);
        _isDropped[index] = true;
        _dropped++;
    }
}
