using System.ComponentModel;

namespace StateGen.Keys;

/// <summary>
/// Generated code: calls a hand-written key codec that <see cref="UseCodecAttribute"/> registers. The codec may implement the members of
/// <see cref="IKeyCodec{TKey}"/> explicitly, as a codec for several types must.
/// </summary>
/// <typeparam name="TKey">The key type.</typeparam>
/// <typeparam name="TCodec">The hand-written codec.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RegisteredKeyCodec<TKey, TCodec> : IKeyCodec<TKey>
    where TCodec : struct, IKeyCodec<TKey>
{
    private const int StackLength = 128;

    /// <summary>Brings a key into its normal form and writes and hashes it once, so that an exception belongs to the record with the key.</summary>
    /// <inheritdoc/>
    public static TKey Normalize(TKey key)
    {
        if (key is null)
            throw new ArgumentNullException(nameof(key), $"A key of type {typeof(TKey)} cannot be null.");
        var normal = TCodec.Normalize(key);
        TryWrite(in normal);
        _ = TCodec.Hash(in normal);
        return normal;
    }

    /// <inheritdoc/>
    public static bool Equals(in TKey left, in TKey right) => TCodec.Equals(in left, in right);

    /// <inheritdoc/>
    public static ulong Hash(in TKey key) => TCodec.Hash(in key);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in TKey key) => TCodec.Write(ref writer, in key);

    /// <inheritdoc/>
    public static TKey Read(ref KeyReader reader) => TCodec.Read(ref reader);

    private static void TryWrite(in TKey key)
    {
        var writer = new KeyWriter(stackalloc byte[StackLength]);
        try
        {
            TCodec.Write(ref writer, in key);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
