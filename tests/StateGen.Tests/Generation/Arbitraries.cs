using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using StateGen.TestKit;

namespace StateGen.Tests.Generation;

/// <summary>Generators that spread over magnitudes and hit the edges, where FsCheck's own stay near zero.</summary>
internal static class Arbitraries
{
    private static readonly string[] Fragments =
        ["\0", "\u0001", "a", "b", "1", "\u007f", "\u0080", "é", "ÿ", "߿", "ࠀ", "€", "\uD7FF", "\uE000", "\uFFFD", "\uFFFF", "\U00010000", "😀", "\U0010FFFF"];

    /// <summary>Every bit pattern; small numbers as often as large ones, and complements of both.</summary>
    public static Gen<ulong> Bits { get; } =
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from shift in Gen.Choose(0, 64)
        from complement in Gen.Choose(0, 1)
        let bits = shift == 64 ? 0 : (((ulong)(uint)high << 32) | (uint)low) >> shift
        select complement == 0 ? bits : ~bits;

    public static Gen<bool> Booleans { get; } = Bits.Select(bits => (bits & 1) == 0);

    public static Gen<long> Int64s { get; } = WithEdges(Bits.Select(bits => (long)bits), long.MinValue, -1, 0, 1, long.MaxValue);

    public static Gen<UInt128> UInt128s { get; } =
        from upper in Bits
        from lower in Bits
        select new UInt128(upper, lower);

    public static Gen<double> Doubles { get; } = WithEdges(
        Bits.Select(BitConverter.UInt64BitsToDouble), 0, -0.0, 1, -1, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN);

    public static Gen<float> Singles { get; } = WithEdges(
        Bits.Select(bits => BitConverter.UInt32BitsToSingle((uint)bits)), 0, -0f, 1, -1, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN);

    public static Gen<Half> Halves { get; } = WithEdges(
        Bits.Select(bits => (Half)BitConverter.UInt16BitsToHalf((ushort)bits)).Where(value => !Half.IsNaN(value)),
        Half.NegativeZero, Half.NaN, Half.MaxValue, Half.MinValue, Half.Epsilon, Half.PositiveInfinity, Half.NegativeInfinity);

    public static Gen<BigInteger> BigIntegers { get; } = WithEdges(
        from bits in Bits
        from shift in Gen.Choose(0, 700)
        from negative in Booleans
        select (negative ? -(BigInteger)bits : bits) << shift,
        BigInteger.Zero, BigInteger.One, BigInteger.MinusOne, sbyte.MinValue, sbyte.MaxValue, byte.MaxValue, byte.MaxValue + 1, long.MinValue, ulong.MaxValue);

    public static Gen<Version> Versions { get; } =
        from numbers in Bits.Select(bits => (int)(bits & int.MaxValue)).ArrayOf(4)
        from parts in Gen.Choose(2, 4)
        select Version.Parse(string.Join('.', numbers.Take(parts)));

    public static Gen<Uri> Uris { get; } = Gen.Elements(
        "", "a", "/a/b?c=d#e", "../a b", "//host/path", "a/b:c", "http:x", "1a:b", "\U0001F600", "C:/data",
        "http://example.org", "HTTP://Example.ORG:80/%7Ea/ü?q=1#f", " https://x/ ", "mailto:a@b.c", "urn:isbn:0451450523", "file:///tmp/a%20b", "file://server/share", "ftp://u:p@h/")
        .Select(text => Uri.TryCreate(text, UriKind.Relative, out var relative) ? relative : new Uri(text));

    /// <summary>Few-digit and full-width mantissas in every scale, many of them with trailing zeros.</summary>
    public static Gen<decimal> Decimals { get; } = WithEdges(
        from bits in Bits
        from high in Bits
        from zeros in Gen.Choose(0, 9)
        from scale in Gen.Choose(0, 28)
        from negative in Booleans
        from wide in Booleans
        let low = wide ? bits : (bits % 1000) * (ulong)Math.Pow(10, zeros)
        select new decimal((int)low, (int)(low >> 32), wide ? (int)high : 0, negative, (byte)scale),
        0, 0.000m, new decimal(0, 0, 0, true, 2), 1m, 1.0m, -1.00m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 10m, 100m, 0.1m);

    /// <summary>Valid text of characters from every length of UTF-8, with many NULs and common prefixes.</summary>
    public static Gen<string> Texts { get; } =
        from length in Gen.OneOf(Gen.Choose(0, 6), Gen.Choose(0, 6), Gen.Choose(0, 400))
        from fragments in Gen.Elements(Fragments).ArrayOf(length)
        select string.Concat(fragments);

    public static Gen<Guid> Guids { get; } = UInt128s.Select(bits => new Guid((uint)bits, (ushort)(bits >> 32), (ushort)(bits >> 48),
        (byte)(bits >> 64), (byte)(bits >> 72), (byte)(bits >> 80), (byte)(bits >> 88), (byte)(bits >> 96), (byte)(bits >> 104), (byte)(bits >> 112), (byte)(bits >> 120)));

    public static Gen<DateTime> UtcTimes { get; } = WithEdges(
        Bits.Select(bits => new DateTime((long)(bits % (ulong)DateTime.MaxValue.Ticks), DateTimeKind.Utc)),
        Utc(DateTime.MinValue), Utc(DateTime.MaxValue), DateTime.UnixEpoch, DateTime.UnixEpoch.AddTicks(-1), DateTime.UnixEpoch.AddTicks(1),
        DateTime.UnixEpoch.AddSeconds(uint.MaxValue), DateTime.UnixEpoch.AddSeconds(1L << 32), DateTime.UnixEpoch.AddSeconds(1L << 34), DateTime.UnixEpoch.AddSeconds((1L << 34) - 1));

    /// <summary>Every offset; instants within reach of it.</summary>
    public static Gen<DateTimeOffset> OffsetTimes { get; } = WithEdges(
        from time in UtcTimes.Where(time => time.Year is > 1 and < 9999)
        from minutes in Gen.Choose(-14 * 60, 14 * 60)
        select new DateTimeOffset(time).ToOffset(TimeSpan.FromMinutes(minutes)),
        DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch);

    public static Gen<DateOnly> Dates { get; } = WithEdges(
        Bits.Select(bits => DateOnly.FromDayNumber((int)(bits % (ulong)DateOnly.MaxValue.DayNumber))), DateOnly.MinValue, DateOnly.MaxValue);

    public static Gen<TimeOnly> TimesOfDay { get; } = WithEdges(
        Bits.Select(bits => new TimeOnly((long)(bits % (ulong)TimeOnly.MaxValue.Ticks))), TimeOnly.MinValue, TimeOnly.MaxValue);

    public static Gen<TimeWindow> Windows { get; } = WithEdges(
        from start in OffsetTimes
        from length in Gen.Choose(1, 100_000_000)
        select TimeWindow.Session(start, TimeSpan.FromMilliseconds(length)),
        default, TimeWindow.Session(DateTimeOffset.MinValue, TimeSpan.FromDays(1)), TimeWindow.Session(DateTimeOffset.MaxValue, TimeSpan.FromDays(1)));

    public static Gen<byte[]> Bytes { get; } =
        from length in Gen.Choose(0, 40)
        from bytes in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 0x7f, 0x80, 0xc0, 0xff)).ArrayOf(length)
        select bytes.Select(value => (byte)value).ToArray();

    /// <summary>The bytes with one bit changed.</summary>
    public static Gen<byte[]> Flipped(byte[] bytes) =>
        from index in Gen.Choose(0, bytes.Length - 1)
        from bit in Gen.Choose(0, 7)
        select bytes.Select((value, position) => position == index ? (byte)(value ^ (1 << bit)) : value).ToArray();

    public static Gen<T?> OrNull<T>(Gen<T> values)
        where T : struct => Gen.OneOf(Gen.Constant<T?>(null), values.Select(value => (T?)value));

    /// <summary>Checks a property on many inputs. A failure's message has the inputs and the seed (<c>StdGen</c>) that reproduce it.</summary>
    public static void Check<T>(Gen<T> inputs, Func<T, bool> property, int tests = 400) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(tests)).WithQuietOnSuccess(true), Prop.ForAll(inputs.ToArbitrary(), property));

    public static Gen<T> WithEdges<T>(Gen<T> values, params T[] edges) =>
        Gen.Frequency((4, values), (1, Gen.Elements(edges)));

    private static DateTime Utc(DateTime value) => DateTime.SpecifyKind(value, DateTimeKind.Utc);
}
