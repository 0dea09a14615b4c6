namespace StateGen.Engine.Exchange;

/// <summary>Computes the keys of a run of records, in normal form and with their hashes, into arrays that are used again.</summary>
internal sealed class KeyExtraction<TKey, T>(string operatorId, Func<T, TKey> selector, OperatorDefinition<TKey> definition, int capacity)
    where TKey : notnull
{
    private readonly ulong[] _hashes = new ulong[capacity];
    private readonly TKey[] _keys = new TKey[capacity];

    public ReadOnlySpan<TKey> Keys => _keys;

    public ReadOnlySpan<ulong> Hashes => _hashes;

    /// <exception cref="StateGenException">A record has no key; the message says which, and why.</exception>
    public void Extract(ReadOnlySpan<T> events, ReadOnlySpan<RecordOrigin> origins)
    {
        var index = 0;
        try
        {
            for (; index < events.Length; index++)
                _keys[index] = selector(events[index]);
            definition.Prepare(_keys.AsSpan(0, index), _hashes.AsSpan(0, index));
        }
        catch (Exception exception)
        {
            // Whatever the selector or the codec of the key throws, the error names the record.
            throw Failure(index < events.Length ? index : FindWithoutNormalForm(events.Length), origins, exception);
        }
    }

    private int FindWithoutNormalForm(int count)
    {
        for (var index = 0; index < count; index++)
        {
            try
            {
                definition.Prepare(_keys.AsSpan(index, 1), _hashes.AsSpan(index, 1));
            }
            catch (Exception)
            {
                // The batch has thrown it before, and the caller wraps that one.
                return index;
            }
        }

        return count;
    }

    private StateGenException Failure(int index, ReadOnlySpan<RecordOrigin> origins, Exception exception)
    {
        var position = index < origins.Length ? $" at {origins[index]}" : "";
        return new StateGenException($"The record{position} has no key for operator '{operatorId}': {exception.Message}", exception);
    }
}
