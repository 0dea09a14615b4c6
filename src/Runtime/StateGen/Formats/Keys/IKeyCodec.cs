using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>
/// The stateless codec of one key type: normal form, identity, stable hash and order-preserving encoding. Implemented by
/// structs and called through type parameters, so that every call is direct. All members are thread-safe.
/// </summary>
/// <typeparam name="TKey">The key type.</typeparam>
public interface IKeyCodec<TKey>
{
    /// <summary>Brings a key into its normal form, the only form that the other members accept.</summary>
    /// <param name="key">Any value of the key type.</param>
    /// <returns>The key as user code receives it and as <see cref="Read"/> returns it.</returns>
    /// <exception cref="ArgumentNullException">The key, or a member that must not be null, is null.</exception>
    /// <exception cref="KeyFormatException">The key has no normal form: NaN, a lone surrogate, a <see cref="DateTime"/> that is not UTC.</exception>
    static abstract TKey Normalize(TKey key);

    /// <summary>Determines whether two keys in normal form are the same key. Keys are the same if and only if their encoded bytes are equal.</summary>
    /// <param name="left">A key in normal form.</param>
    /// <param name="right">A key in normal form.</param>
    static abstract bool Equals(in TKey left, in TKey right);

    /// <summary>Computes the <see cref="StableHash"/> of the encoded bytes of a key in normal form. It never changes between processes or versions.</summary>
    /// <param name="key">A key in normal form.</param>
    static abstract ulong Hash(in TKey key);

    /// <summary>Writes the encoded bytes: self-delimiting, and ordered as unsigned bytes in the order of the keys.</summary>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <param name="key">A key in normal form.</param>
    static abstract void Write(ref KeyWriter writer, in TKey key);

    /// <summary>Reads the key that <see cref="Write"/> wrote.</summary>
    /// <param name="reader">The reader, positioned at the first byte of the key; afterwards, behind the last one.</param>
    /// <exception cref="SerializationFormatException">The bytes are truncated, or are not what <see cref="Write"/> writes.</exception>
    static abstract TKey Read(ref KeyReader reader);
}
