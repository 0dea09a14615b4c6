using StateGen.Serialization;

namespace StateGen.Tests.Serialization;

/// <summary>Whole values to MessagePack and back.</summary>
internal static class Packed
{
    public delegate void Writing(ref MessagePackWriter writer);

    public delegate void Reading(ref MessagePackReader reader);

    /// <summary>What a writer that begins with no buffer writes, so that growth is exercised too.</summary>
    public static byte[] Bytes(Writing write)
    {
        var writer = new MessagePackWriter(default);
        try
        {
            write(ref writer);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static string Hex(Writing write) => Convert.ToHexString(Bytes(write));

    public static byte[] BytesOf<T, TCodec>(T value)
        where TCodec : ICodec<T> => Bytes((ref MessagePackWriter writer) => TCodec.Write(ref writer, in value));

    public static string HexOf<T, TCodec>(T value)
        where TCodec : ICodec<T> => Convert.ToHexString(BytesOf<T, TCodec>(value));

    /// <summary>Reads one value that must take all of the bytes.</summary>
    public static T Read<T, TCodec>(ReadOnlySpan<byte> bytes)
        where TCodec : ICodec<T>
    {
        var reader = new MessagePackReader(bytes);
        var value = TCodec.Read(ref reader);
        Assert.True(reader.AtEnd);
        return value;
    }

    public static T ReadHex<T, TCodec>(string hex)
        where TCodec : ICodec<T> => Read<T, TCodec>(Convert.FromHexString(hex));

    public static void AssertRefused(string hex, Reading read) =>
        Assert.Throws<SerializationFormatException>(() =>
        {
            var reader = new MessagePackReader(Convert.FromHexString(hex));
            read(ref reader);
        });

    public static void AssertRefused<T, TCodec>(string hex)
        where TCodec : ICodec<T> => AssertRefused(hex, (ref MessagePackReader reader) => TCodec.Read(ref reader));
}
