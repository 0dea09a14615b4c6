using System.Text;

namespace StateGen.TestKit.Nodes;

/// <summary>
/// Random scalars that spread over magnitudes and hit the edges. NaN is the one that every language knows, because some cannot show the others'
/// bits; text does not begin with U+FEFF, which JavaScript's decoder takes for a byte order mark.
/// </summary>
internal sealed class Scalars(Random random)
{
    private static readonly string[] Fragments =
        ["\0", "\u0001", "a", "b", "1", "\u007f", "\u0080", "é", "ÿ", "߿", "ࠀ", "€", "\uD7FF", "\uE000", "\uFFFD", "\uFFFF", "\U00010000", "😀", "\U0010FFFF"];

    private static readonly ulong[] DoubleEdges =
    [
        0, 0x8000_0000_0000_0000, 0x3ff0_0000_0000_0000, 0xbff0_0000_0000_0000, 1, 0x7fef_ffff_ffff_ffff, 0xffef_ffff_ffff_ffff,
        0x7ff0_0000_0000_0000, 0xfff0_0000_0000_0000, CanonicalNaN,
    ];

    private static readonly uint[] SingleEdges =
        [0, 0x8000_0000, 0x3f80_0000, 0xbf80_0000, 1, 0x7f7f_ffff, 0xff7f_ffff, 0x7f80_0000, 0xff80_0000, CanonicalSingleNaN];

    private const ulong CanonicalNaN = 0x7ff8_0000_0000_0000;
    private const uint CanonicalSingleNaN = 0x7fc0_0000;

    /// <summary>Every bit pattern; small numbers as often as large ones, complements of both, and the edges of every width.</summary>
    public ulong NextBits()
    {
        var bits = random.Next(8) == 0 ? (1UL << random.Next(64)) - (ulong)random.Next(3) : (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
        return random.Next(2) == 0 ? bits : ~bits;
    }

    public double NextDouble() => BitConverter.UInt64BitsToDouble(random.Next(4) switch
    {
        0 => DoubleEdges[random.Next(DoubleEdges.Length)],
        1 => BitConverter.DoubleToUInt64Bits(random.Next(-1000, 1000) / 8.0),
        _ => NextBits() is var bits && double.IsNaN(BitConverter.UInt64BitsToDouble(bits)) ? CanonicalNaN : bits,
    });

    public float NextSingle() => BitConverter.UInt32BitsToSingle(random.Next(4) switch
    {
        0 => SingleEdges[random.Next(SingleEdges.Length)],
        1 => BitConverter.SingleToUInt32Bits(random.Next(-1000, 1000) / 8.0f),
        _ => (uint)NextBits() is var bits && float.IsNaN(BitConverter.UInt32BitsToSingle(bits)) ? CanonicalSingleNaN : bits,
    });

    /// <summary>Any instant from the year 1 to 9999, many of them in whole seconds, around the boundaries of the timestamp's forms.</summary>
    public DateTime NextUtc()
    {
        var ticks = random.Next(3) switch
        {
            0 => random.NextInt64(DateTime.MaxValue.Ticks + 1),
            1 => DateTime.UnixEpoch.Ticks + ((1L << random.Next(35)) * TimeSpan.TicksPerSecond) - random.Next(2),
            _ => DateTime.UnixEpoch.Ticks + (random.NextInt64(-60_000_000_000, 60_000_000_000) * TimeSpan.TicksPerSecond),
        };
        return new DateTime(ticks, DateTimeKind.Utc);
    }

    /// <summary>Text of as many code points, from every length of UTF-8, or of ASCII only.</summary>
    public string NextText(int length)
    {
        if (random.Next(2) == 0)
            return string.Create(length, random, static (text, random) => text.Fill((char)random.Next(' ', '\u007f')));
        var text = new StringBuilder();
        for (var index = 0; index < length; index++)
            text.Append(Fragments[random.Next(Fragments.Length)]);
        return text.ToString();
    }

    public byte[] NextBytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
