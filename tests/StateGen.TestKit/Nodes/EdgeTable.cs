using System.Buffers.Binary;
using System.Numerics;

namespace StateGen.TestKit.Nodes;

/// <summary>
/// The boundaries of every family in every form that holds them, worked out from the specification
/// (https://github.com/msgpack/msgpack/blob/master/spec.md), without the writer.
/// </summary>
internal static class EdgeTable
{
    private const sbyte TimestampType = -1;
    private const byte Nil = 0xc0;

    private static readonly BigInteger[] IntegerBoundaries = [.. Boundaries().Distinct()];

    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 255, 256, 65_535, 65_536];

    private static readonly DateTime[] Instants =
    [
        DateTime.UnixEpoch, AfterEpoch(1), AfterEpoch(0, ticks: 1), AfterEpoch(uint.MaxValue), AfterEpoch(uint.MaxValue, ticks: 9_999_999), AfterEpoch(1L << 32),
        AfterEpoch((1L << 34) - 1), AfterEpoch((1L << 34) - 1, ticks: 9_999_999), AfterEpoch(1L << 34), AfterEpoch(-1), AfterEpoch(-1, ticks: 9_999_999),
        new(1969, 7, 20, 20, 17, 40, DateTimeKind.Utc), new(0, DateTimeKind.Utc), new(DateTime.MaxValue.Ticks, DateTimeKind.Utc), new(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc),
    ];

    private static readonly Dictionary<string, Func<IEnumerable<Edge>>> ByFamily = new(StringComparer.Ordinal)
    {
        ["nil and booleans"] = static () => [new([Nil], new Node.Nil(), true), new([0xc2], new Node.Boolean(false), true), new([0xc3], new Node.Boolean(true), true)],
        ["integers"] = static () => IntegerBoundaries.SelectMany(Integers),
        ["floats"] = Floats,
        ["text"] = static () => Lengths.SelectMany(Texts),
        ["binary"] = static () => Lengths.SelectMany(Binaries),
        ["arrays"] = static () => Lengths.SelectMany(Arrays),
        ["maps"] = static () => Lengths.SelectMany(Maps),
        ["extensions"] = static () => Lengths.SelectMany(static length => Extensions(length == 1 ? sbyte.MinValue : (sbyte)5, length)),
        ["timestamps"] = static () => Instants.SelectMany(Timestamps),
    };

    public static IReadOnlyCollection<string> Families => ByFamily.Keys;

    public static IEnumerable<Edge> Of(string family) => ByFamily[family]();

    // Both sides of every power of two at which a form ends.
    private static IEnumerable<BigInteger> Boundaries()
    {
        foreach (var bits in new[] { 0, 5, 7, 8, 15, 16, 31, 32, 63, 64 })
        {
            var power = BigInteger.One << bits;
            foreach (var value in new[] { power - 1, power, -power, -power - 1 })
            {
                if (value >= long.MinValue && value <= ulong.MaxValue)
                    yield return value;
            }
        }
    }

    private static IEnumerable<Edge> Integers(BigInteger value)
    {
        (byte[] Header, int Bytes, BigInteger Least, BigInteger Most)[] forms =
        [
            ([], 1, -32, 127),
            ([0xcc], 1, 0, byte.MaxValue), ([0xd0], 1, sbyte.MinValue, sbyte.MaxValue),
            ([0xcd], 2, 0, ushort.MaxValue), ([0xd1], 2, short.MinValue, short.MaxValue),
            ([0xce], 4, 0, uint.MaxValue), ([0xd2], 4, int.MinValue, int.MaxValue),
            ([0xcf], 8, 0, ulong.MaxValue), ([0xd3], 8, long.MinValue, long.MaxValue),
        ];
        return Rows(new Node.Integer(value), forms.Where(form => value >= form.Least && value <= form.Most).Select(form => (byte[])[.. form.Header, .. BigEndian(value, form.Bytes)]));
    }

    private static IEnumerable<Edge> Floats()
    {
        foreach (var bits in new uint[] { 0, 0x8000_0000, 0x3fc0_0000, 1, 0x7f7f_ffff, 0xff7f_ffff, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000 })
            yield return new([0xca, .. BigEndian(bits, sizeof(uint))], new Node.Float(BitConverter.UInt32BitsToSingle(bits), IsSingle: true), true);
        foreach (var bits in new ulong[] { 0, 0x8000_0000_0000_0000, 0x3ff8_0000_0000_0000, 1, 0x7fef_ffff_ffff_ffff, 0x7ff0_0000_0000_0000, 0xfff0_0000_0000_0000, 0x7ff8_0000_0000_0000 })
            yield return new([0xcb, .. BigEndian(bits, sizeof(ulong))], new Node.Float(BitConverter.UInt64BitsToDouble(bits), IsSingle: false), true);
    }

    private static IEnumerable<Edge> Texts(int length) =>
        Rows(new Node.Text(new string('t', length)), Headers(length, fix: 0xa0, fixMost: 31, 0xd9, 0xda, 0xdb).Select(header => (byte[])[.. header, .. Enumerable.Repeat((byte)'t', length)]));

    private static IEnumerable<Edge> Binaries(int length)
    {
        var content = new byte[length];
        return Rows(new Node.Binary(content), Headers(length, fix: 0, fixMost: -1, 0xc4, 0xc5, 0xc6).Select(header => (byte[])[.. header, .. content]));
    }

    private static IEnumerable<Edge> Arrays(int length) =>
        Rows(new Node.List([.. Enumerable.Repeat(new Node.Nil(), length)]), Headers(length, fix: 0x90, fixMost: 15, null, 0xdc, 0xdd).Select(header => (byte[])[.. header, .. Enumerable.Repeat(Nil, length)]));

    private static IEnumerable<Edge> Maps(int length) =>
        Rows(
            new Node.Map([.. Enumerable.Repeat(((Node)new Node.Nil(), (Node)new Node.Boolean(true)), length)]),
            Headers(length, fix: 0x80, fixMost: 15, null, 0xde, 0xdf).Select(header => (byte[])[.. header, .. Enumerable.Repeat((byte[])[Nil, 0xc3], length).SelectMany(static entry => entry)]));

    private static IEnumerable<Edge> Extensions(sbyte type, int length)
    {
        var content = Enumerable.Repeat((byte)0xee, length).ToArray();
        return Rows(new Node.Extension(type, content), ExtensionForms(type, content));
    }

    private static IEnumerable<Edge> Timestamps(DateTime instant)
    {
        var (seconds, ticks) = Math.DivRem(instant.Ticks, TimeSpan.TicksPerSecond);
        seconds -= DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;
        var nanoseconds = ticks * 100;
        var contents = new List<byte[]>();
        if (nanoseconds == 0 && seconds is >= 0 and <= uint.MaxValue)
            contents.Add(BigEndian(seconds, 4));
        if (seconds is >= 0 and < 1L << 34)
            contents.Add(BigEndian(((BigInteger)nanoseconds << 34) | seconds, 8));
        contents.Add([.. BigEndian(nanoseconds, 4), .. BigEndian(seconds, 8)]);
        return Rows(new Node.Timestamp(instant), contents.SelectMany(static content => ExtensionForms(TimestampType, content)));
    }

    private static IEnumerable<byte[]> ExtensionForms(sbyte type, byte[] content)
    {
        if (content.Length is 1 or 2 or 4 or 8 or 16)
            yield return [(byte)(0xd4 + BitOperations.Log2((uint)content.Length)), (byte)type, .. content];
        foreach (var header in Headers(content.Length, fix: 0, fixMost: -1, 0xc7, 0xc8, 0xc9))
            yield return [.. header, (byte)type, .. content];
    }

    // Every header that can hold the length, the smallest first.
    private static IEnumerable<byte[]> Headers(int length, byte fix, int fixMost, byte? code8, byte code16, byte code32)
    {
        if (length <= fixMost)
            yield return [(byte)(fix | length)];
        if (code8 is { } code && length <= byte.MaxValue)
            yield return [code, (byte)length];
        if (length <= ushort.MaxValue)
            yield return [code16, .. BigEndian(length, sizeof(ushort))];
        yield return [code32, .. BigEndian(length, sizeof(uint))];
    }

    // The encodings of one value, the smallest first.
    private static IEnumerable<Edge> Rows(Node node, IEnumerable<byte[]> encodings) => encodings.Select((bytes, index) => new Edge(bytes, node, index == 0));

    private static byte[] BigEndian(BigInteger value, int length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, (Int128)value);
        return bytes[^length..];
    }

    private static DateTime AfterEpoch(long seconds, long ticks = 0) => DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + ticks);
}
