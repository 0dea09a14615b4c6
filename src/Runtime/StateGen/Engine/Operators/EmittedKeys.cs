using System.Runtime.CompilerServices;

namespace StateGen.Engine.Operators;

/// <summary>
/// The keys under which an operator has emitted the records in its output, for the operators that are chained to it. The arrays are reused. Used by one thread
/// at a time.
/// </summary>
internal abstract class EmittedKeys
{
    /// <summary>Keeps the current key for the record that is emitted.</summary>
    /// <param name="index">The index of the record in the output.</param>
    /// <exception cref="StateGenException">There is no current key.</exception>
    public abstract void Keep(int index);

    /// <summary>Drops keys, including all references.</summary>
    public abstract void Clear(int start, int count);
}

/// <inheritdoc/>
internal sealed class EmittedKeys<TKey>(CurrentKey<TKey> current, OperatorDefinition<TKey> definition) : EmittedKeys
    where TKey : notnull
{
    private TKey[] _keys = new TKey[16];
    private ulong[] _hashes = new ulong[16];

    public string OperatorId => current.OperatorId;

    /// <summary>Gets the type of the codec that has brought the keys into their normal form, and hashed them.</summary>
    public Type Codec => definition.KeyCodec;

    public ReadOnlySpan<TKey> Keys => _keys;

    public ReadOnlySpan<ulong> Hashes => _hashes;

    public override void Keep(int index)
    {
        if (!current.IsSet)
            ThrowNoKey();
        if (index == _keys.Length)
            Grow();
        _keys[index] = current.Value;
        _hashes[index] = current.Hash;
    }

    public override void Clear(int start, int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_keys, start, count);
    }

    private void Grow()
    {
        Array.Resize(ref _keys, 2 * _keys.Length);
        Array.Resize(ref _hashes, 2 * _hashes.Length);
    }

    private void ThrowNoKey() => throw new StateGenException(
        $"Operator '{OperatorId}' emitted a value while there was no current key, but the next operator processes each value under the key for which it was "
        + $"emitted. Use KeyBy instead of {nameof(OperatorStream<,>.KeepKey)}.")
    {
        IsPermanent = true,
    };
}
