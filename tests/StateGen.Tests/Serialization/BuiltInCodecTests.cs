using FsCheck;
using FsCheck.Fluent;
using System.Numerics;
using StateGen.Serialization;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Serialization;

public sealed class BooleanCodecTests : CodecContract<bool, BooleanCodec>
{
    protected override Gen<bool> Values => Generators.Booleans;
}

public sealed class ByteCodecTests : CodecContract<byte, IntegerCodec<byte>>
{
    protected override Gen<byte> Values => Generators.Int64s.Select(value => (byte)value);
}

public sealed class SByteCodecTests : CodecContract<sbyte, IntegerCodec<sbyte>>
{
    protected override Gen<sbyte> Values => Generators.Int64s.Select(value => (sbyte)value);
}

public sealed class Int16CodecTests : CodecContract<short, IntegerCodec<short>>
{
    protected override Gen<short> Values => Generators.Int64s.Select(value => (short)value);
}

public sealed class UInt16CodecTests : CodecContract<ushort, IntegerCodec<ushort>>
{
    protected override Gen<ushort> Values => Generators.Int64s.Select(value => (ushort)value);
}

public sealed class Int32CodecTests : CodecContract<int, IntegerCodec<int>>
{
    protected override Gen<int> Values => Generators.Int64s.Select(value => (int)value);
}

public sealed class UInt32CodecTests : CodecContract<uint, IntegerCodec<uint>>
{
    protected override Gen<uint> Values => Generators.Int64s.Select(value => (uint)value);
}

public sealed class Int64CodecTests : CodecContract<long, IntegerCodec<long>>
{
    protected override Gen<long> Values => Generators.Int64s;
}

public sealed class UInt64CodecTests : CodecContract<ulong, IntegerCodec<ulong>>
{
    protected override Gen<ulong> Values => Generators.Bits;
}

public sealed class CharCodecTests : CodecContract<char, CharCodec>
{
    protected override Gen<char> Values => Generators.Bits.Select(bits => (char)bits);
}

public sealed class SingleCodecTests : CodecContract<float, SingleCodec>
{
    protected override Gen<float> Values => Generators.Singles;
}

public sealed class DoubleCodecTests : CodecContract<double, DoubleCodec>
{
    protected override Gen<double> Values => Generators.Doubles;
}

public sealed class DecimalCodecTests : CodecContract<decimal, DecimalCodec>
{
    protected override Gen<decimal> Values => Generators.Decimals;
}

public sealed class StringCodecTests : CodecContract<string, StringCodec>
{
    protected override Gen<string> Values => Generators.Texts;
}

public sealed class GuidCodecTests : CodecContract<Guid, GuidCodec>
{
    protected override Gen<Guid> Values => Generators.Guids;
}

public sealed class DateTimeCodecTests : CodecContract<DateTime, DateTimeCodec>
{
    protected override Gen<DateTime> Values => Generators.UtcTimes;
}

public sealed class DateTimeOffsetCodecTests : CodecContract<DateTimeOffset, DateTimeOffsetCodec>
{
    protected override Gen<DateTimeOffset> Values => Generators.OffsetTimes;
}

public sealed class TimeSpanCodecTests : CodecContract<TimeSpan, TimeSpanCodec>
{
    protected override Gen<TimeSpan> Values => Generators.Int64s.Select(ticks => new TimeSpan(ticks));
}

public sealed class DateOnlyCodecTests : CodecContract<DateOnly, DateOnlyCodec>
{
    protected override Gen<DateOnly> Values => Generators.Dates;
}

public sealed class TimeOnlyCodecTests : CodecContract<TimeOnly, TimeOnlyCodec>
{
    protected override Gen<TimeOnly> Values => Generators.TimesOfDay;
}

public sealed class NullableCodecTests : CodecContract<long?, NullableCodec<long, IntegerCodec<long>>>
{
    protected override Gen<long?> Values => Generators.OrNull(Generators.Int64s);
}

public sealed class NullableReferenceCodecTests : CodecContract<string?, NullableReferenceCodec<string, StringCodec>>
{
    protected override Gen<string?> Values => Gen.OneOf(Gen.Constant<string?>(null), Generators.Texts.Select(text => (string?)text));
}

public sealed class Int128CodecTests : CodecContract<Int128, IntegerCodec<Int128>>
{
    protected override Gen<Int128> Values => Generators.UInt128s.Select(bits => (Int128)bits);
}

public sealed class UInt128CodecTests : CodecContract<UInt128, IntegerCodec<UInt128>>
{
    protected override Gen<UInt128> Values => Generators.UInt128s;
}

public sealed class HalfCodecTests : CodecContract<Half, HalfCodec>
{
    protected override Gen<Half> Values => Generators.Halves;
}

public sealed class BigIntegerCodecTests : CodecContract<BigInteger, BigIntegerCodec>
{
    protected override Gen<BigInteger> Values => Generators.BigIntegers;
}

public sealed class VersionCodecTests : CodecContract<Version, VersionCodec>
{
    protected override Gen<Version> Values => Generators.Versions;
}

public sealed class UriCodecTests : CodecContract<Uri, UriCodec>
{
    protected override Gen<Uri> Values => Generators.Uris;
}
