using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using StateGen.Serialization;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Serialization;

public sealed class BooleanCodecTests : CodecContract<bool, BooleanCodec>
{
    protected override Gen<bool> Values => Arbitraries.Booleans;
}

public sealed class ByteCodecTests : CodecContract<byte, IntegerCodec<byte>>
{
    protected override Gen<byte> Values => Arbitraries.Int64s.Select(value => (byte)value);
}

public sealed class SByteCodecTests : CodecContract<sbyte, IntegerCodec<sbyte>>
{
    protected override Gen<sbyte> Values => Arbitraries.Int64s.Select(value => (sbyte)value);
}

public sealed class Int16CodecTests : CodecContract<short, IntegerCodec<short>>
{
    protected override Gen<short> Values => Arbitraries.Int64s.Select(value => (short)value);
}

public sealed class UInt16CodecTests : CodecContract<ushort, IntegerCodec<ushort>>
{
    protected override Gen<ushort> Values => Arbitraries.Int64s.Select(value => (ushort)value);
}

public sealed class Int32CodecTests : CodecContract<int, IntegerCodec<int>>
{
    protected override Gen<int> Values => Arbitraries.Int64s.Select(value => (int)value);
}

public sealed class UInt32CodecTests : CodecContract<uint, IntegerCodec<uint>>
{
    protected override Gen<uint> Values => Arbitraries.Int64s.Select(value => (uint)value);
}

public sealed class Int64CodecTests : CodecContract<long, IntegerCodec<long>>
{
    protected override Gen<long> Values => Arbitraries.Int64s;
}

public sealed class UInt64CodecTests : CodecContract<ulong, IntegerCodec<ulong>>
{
    protected override Gen<ulong> Values => Arbitraries.Bits;
}

public sealed class CharCodecTests : CodecContract<char, CharCodec>
{
    protected override Gen<char> Values => Arbitraries.Bits.Select(bits => (char)bits);
}

public sealed class SingleCodecTests : CodecContract<float, SingleCodec>
{
    protected override Gen<float> Values => Arbitraries.Singles;
}

public sealed class DoubleCodecTests : CodecContract<double, DoubleCodec>
{
    protected override Gen<double> Values => Arbitraries.Doubles;
}

public sealed class DecimalCodecTests : CodecContract<decimal, DecimalCodec>
{
    protected override Gen<decimal> Values => Arbitraries.Decimals;
}

public sealed class StringCodecTests : CodecContract<string, StringCodec>
{
    protected override Gen<string> Values => Arbitraries.Texts;
}

public sealed class GuidCodecTests : CodecContract<Guid, GuidCodec>
{
    protected override Gen<Guid> Values => Arbitraries.Guids;
}

public sealed class DateTimeCodecTests : CodecContract<DateTime, DateTimeCodec>
{
    protected override Gen<DateTime> Values => Arbitraries.UtcTimes;
}

public sealed class DateTimeOffsetCodecTests : CodecContract<DateTimeOffset, DateTimeOffsetCodec>
{
    protected override Gen<DateTimeOffset> Values => Arbitraries.OffsetTimes;
}

public sealed class TimeSpanCodecTests : CodecContract<TimeSpan, TimeSpanCodec>
{
    protected override Gen<TimeSpan> Values => Arbitraries.Int64s.Select(ticks => new TimeSpan(ticks));
}

public sealed class DateOnlyCodecTests : CodecContract<DateOnly, DateOnlyCodec>
{
    protected override Gen<DateOnly> Values => Arbitraries.Dates;
}

public sealed class TimeOnlyCodecTests : CodecContract<TimeOnly, TimeOnlyCodec>
{
    protected override Gen<TimeOnly> Values => Arbitraries.TimesOfDay;
}

public sealed class TimeWindowCodecTests : CodecContract<TimeWindow, TimeWindowCodec>
{
    protected override Gen<TimeWindow> Values => Arbitraries.Windows;
}

public sealed class NullableCodecTests : CodecContract<long?, NullableCodec<long, IntegerCodec<long>>>
{
    protected override Gen<long?> Values => Arbitraries.OrNull(Arbitraries.Int64s);
}

public sealed class NullableReferenceCodecTests : CodecContract<string?, NullableReferenceCodec<string, StringCodec>>
{
    protected override Gen<string?> Values => Gen.OneOf(Gen.Constant<string?>(null), Arbitraries.Texts.Select(text => (string?)text));
}

public sealed class Int128CodecTests : CodecContract<Int128, IntegerCodec<Int128>>
{
    protected override Gen<Int128> Values => Arbitraries.UInt128s.Select(bits => (Int128)bits);
}

public sealed class UInt128CodecTests : CodecContract<UInt128, IntegerCodec<UInt128>>
{
    protected override Gen<UInt128> Values => Arbitraries.UInt128s;
}

public sealed class LittleEndianInt128CodecTests : CodecContract<Int128, LittleEndianIntegerCodec<Int128>>
{
    protected override Gen<Int128> Values => Arbitraries.UInt128s.Select(bits => (Int128)bits);
}

public sealed class LittleEndianUInt128CodecTests : CodecContract<UInt128, LittleEndianIntegerCodec<UInt128>>
{
    protected override Gen<UInt128> Values => Arbitraries.UInt128s;
}

public sealed class HalfCodecTests : CodecContract<Half, HalfCodec>
{
    protected override Gen<Half> Values => Arbitraries.Halves;
}

public sealed class BigIntegerCodecTests : CodecContract<BigInteger, BigIntegerCodec>
{
    protected override Gen<BigInteger> Values => Arbitraries.BigIntegers;
}

public sealed class VersionCodecTests : CodecContract<Version, VersionCodec>
{
    protected override Gen<Version> Values => Arbitraries.Versions;
}

public sealed class UriCodecTests : CodecContract<Uri, UriCodec>
{
    protected override Gen<Uri> Values => Arbitraries.Uris;
}
