using FsCheck;
using FsCheck.Fluent;
using StateGen.Keys;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Keys;

public sealed class BooleanKeyCodecTests : KeyCodecContract<bool, BooleanKeyCodec>
{
    protected override Gen<bool> Keys => Arbitraries.Booleans;
}

public sealed class ByteKeyCodecTests : KeyCodecContract<byte, IntegerKeyCodec<byte>>
{
    protected override Gen<byte> Keys => Arbitraries.Int64s.Select(value => (byte)value);
}

public sealed class SByteKeyCodecTests : KeyCodecContract<sbyte, IntegerKeyCodec<sbyte>>
{
    protected override Gen<sbyte> Keys => Arbitraries.Int64s.Select(value => (sbyte)value);
}

public sealed class Int16KeyCodecTests : KeyCodecContract<short, IntegerKeyCodec<short>>
{
    protected override Gen<short> Keys => Arbitraries.WithEdges(Arbitraries.Int64s.Select(value => (short)value), short.MinValue, short.MaxValue);
}

public sealed class UInt16KeyCodecTests : KeyCodecContract<ushort, IntegerKeyCodec<ushort>>
{
    protected override Gen<ushort> Keys => Arbitraries.Int64s.Select(value => (ushort)value);
}

public sealed class Int32KeyCodecTests : KeyCodecContract<int, IntegerKeyCodec<int>>
{
    protected override Gen<int> Keys => Arbitraries.WithEdges(Arbitraries.Int64s.Select(value => (int)value), int.MinValue, int.MaxValue);
}

public sealed class UInt32KeyCodecTests : KeyCodecContract<uint, IntegerKeyCodec<uint>>
{
    protected override Gen<uint> Keys => Arbitraries.Int64s.Select(value => (uint)value);
}

public sealed class Int64KeyCodecTests : KeyCodecContract<long, IntegerKeyCodec<long>>
{
    protected override Gen<long> Keys => Arbitraries.Int64s;
}

public sealed class UInt64KeyCodecTests : KeyCodecContract<ulong, IntegerKeyCodec<ulong>>
{
    protected override Gen<ulong> Keys => Arbitraries.Bits;
}

public sealed class Int128KeyCodecTests : KeyCodecContract<Int128, IntegerKeyCodec<Int128>>
{
    protected override Gen<Int128> Keys => Arbitraries.WithEdges(Arbitraries.UInt128s.Select(value => (Int128)value), Int128.MinValue, Int128.MaxValue);
}

public sealed class UInt128KeyCodecTests : KeyCodecContract<UInt128, IntegerKeyCodec<UInt128>>
{
    protected override Gen<UInt128> Keys => Arbitraries.UInt128s;
}

public sealed class CharKeyCodecTests : KeyCodecContract<char, CharKeyCodec>
{
    protected override Gen<char> Keys => Arbitraries.Bits.Select(bits => (char)bits).Where(key => !char.IsSurrogate(key));
}

public sealed class SingleKeyCodecTests : KeyCodecContract<float, SingleKeyCodec>
{
    protected override Gen<float> Keys => Arbitraries.Singles.Where(key => !float.IsNaN(key));
}

public sealed class DoubleKeyCodecTests : KeyCodecContract<double, DoubleKeyCodec>
{
    protected override Gen<double> Keys => Arbitraries.Doubles.Where(key => !double.IsNaN(key));
}

public sealed class DecimalKeyCodecTests : KeyCodecContract<decimal, DecimalKeyCodec>
{
    protected override Gen<decimal> Keys => Arbitraries.Decimals;
}

public sealed class StringKeyCodecTests : KeyCodecContract<string, StringKeyCodec>
{
    protected override Gen<string> Keys => Arbitraries.Texts;

    protected override IComparer<string> NaturalOrder => CodePointOrder.Instance;
}

public sealed class GuidKeyCodecTests : KeyCodecContract<Guid, GuidKeyCodec>
{
    protected override Gen<Guid> Keys => Arbitraries.Guids;
}

public sealed class DateTimeKeyCodecTests : KeyCodecContract<DateTime, DateTimeKeyCodec>
{
    protected override Gen<DateTime> Keys => Arbitraries.UtcTimes;
}

public sealed class DateTimeOffsetKeyCodecTests : KeyCodecContract<DateTimeOffset, DateTimeOffsetKeyCodec>
{
    protected override Gen<DateTimeOffset> Keys => Arbitraries.OffsetTimes;
}

public sealed class TimeSpanKeyCodecTests : KeyCodecContract<TimeSpan, TimeSpanKeyCodec>
{
    protected override Gen<TimeSpan> Keys => Arbitraries.Int64s.Select(ticks => new TimeSpan(ticks));
}

public sealed class DateOnlyKeyCodecTests : KeyCodecContract<DateOnly, DateOnlyKeyCodec>
{
    protected override Gen<DateOnly> Keys => Arbitraries.Dates;
}

public sealed class TimeOnlyKeyCodecTests : KeyCodecContract<TimeOnly, TimeOnlyKeyCodec>
{
    protected override Gen<TimeOnly> Keys => Arbitraries.TimesOfDay;
}

public sealed class TimeWindowKeyCodecTests : KeyCodecContract<TimeWindow, TimeWindowKeyCodec>
{
    protected override Gen<TimeWindow> Keys => Arbitraries.Windows;
}

public sealed class NullableKeyCodecTests : KeyCodecContract<int?, NullableKeyCodec<int, IntegerKeyCodec<int>>>
{
    protected override Gen<int?> Keys => Arbitraries.OrNull(Arbitraries.Int64s.Select(value => (int)value));
}

public sealed class NullableDecimalKeyCodecTests : KeyCodecContract<decimal?, NullableKeyCodec<decimal, DecimalKeyCodec>>
{
    protected override Gen<decimal?> Keys => Arbitraries.OrNull(Arbitraries.Decimals);
}

public sealed class NullableReferenceKeyCodecTests : KeyCodecContract<string?, NullableReferenceKeyCodec<string, StringKeyCodec>>
{
    protected override Gen<string?> Keys => Gen.OneOf(Gen.Constant<string?>(null), Arbitraries.Texts.Select(text => (string?)text));

    protected override IComparer<string?> NaturalOrder => CodePointOrder.Instance;
}
