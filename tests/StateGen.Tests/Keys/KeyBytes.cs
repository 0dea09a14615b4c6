using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Tests.Keys;

/// <summary>Whole keys to bytes and back, through a codec.</summary>
internal static class KeyBytes
{
    /// <summary>The encoded bytes of the normal form. Begins with no buffer, so that growth is exercised too.</summary>
    public static byte[] Of<TKey, TCodec>(TKey key)
        where TCodec : IKeyCodec<TKey>
    {
        var normal = TCodec.Normalize(key);
        var writer = new KeyWriter(default);
        try
        {
            TCodec.Write(ref writer, in normal);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static string HexOf<TKey, TCodec>(TKey key)
        where TCodec : IKeyCodec<TKey> => Convert.ToHexString(Of<TKey, TCodec>(key));

    /// <summary>Reads one key and says how many bytes it took.</summary>
    public static TKey Read<TKey, TCodec>(ReadOnlySpan<byte> bytes, out int length)
        where TCodec : IKeyCodec<TKey>
    {
        var reader = new KeyReader(bytes);
        var key = TCodec.Read(ref reader);
        length = reader.Position;
        return key;
    }

    public static void AssertRefused<TKey, TCodec>(string hex)
        where TCodec : IKeyCodec<TKey> =>
        Assert.Throws<SerializationFormatException>(() => Read<TKey, TCodec>(Convert.FromHexString(hex), out _));
}
