using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Hashes keys of variable size through their encoding. Keys of up to 256 encoded bytes stay on the stack.</summary>
public static class KeyHash
{
    private const int StackLength = 256;

    /// <summary>The <see cref="StableHash"/> of the encoded bytes of a key. Thread-safe; longer keys use a pooled array.</summary>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <typeparam name="TCodec">Its codec.</typeparam>
    /// <param name="key">A key in normal form.</param>
    [SkipLocalsInit]
    public static ulong Of<TKey, TCodec>(in TKey key)
        where TCodec : IKeyCodec<TKey>
    {
        var writer = new KeyWriter(stackalloc byte[StackLength]);
        try
        {
            TCodec.Write(ref writer, in key);
            return StableHash.Of(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
