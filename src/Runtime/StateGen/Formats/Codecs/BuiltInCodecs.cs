using System.Numerics;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Formats.Codecs;

/// <summary>Registers the codecs of the scalar types, when a codec is first looked up and not found. Thread-safe.</summary>
internal static class BuiltInCodecs
{
    private static readonly Lazy<bool> Registered = new(RegisterAll);

    public static void Register() => _ = Registered.Value;

    private static bool RegisterAll()
    {
        RegisterValues();
        RegisterKeys();
        return true;
    }

    private static void RegisterValues()
    {
        AddValue<bool, BooleanCodec>("boolean");
        AddValue<byte, IntegerCodec<byte>>("byte");
        AddValue<sbyte, IntegerCodec<sbyte>>("sbyte");
        AddValue<short, IntegerCodec<short>>("int16");
        AddValue<ushort, IntegerCodec<ushort>>("uint16");
        AddValue<int, IntegerCodec<int>>("int32");
        AddValue<uint, IntegerCodec<uint>>("uint32");
        AddValue<long, IntegerCodec<long>>("int64");
        AddValue<ulong, IntegerCodec<ulong>>("uint64");
        AddValue<Int128, IntegerCodec<Int128>>("int128");
        AddValue<UInt128, IntegerCodec<UInt128>>("uint128");
        AddValue<char, CharCodec>("char");
        AddValue<Half, HalfCodec>("half");
        AddValue<float, SingleCodec>("single");
        AddValue<double, DoubleCodec>("double");
        AddValue<decimal, DecimalCodec>("decimal");
        AddValue<BigInteger, BigIntegerCodec>("biginteger");
        AddValue<Guid, GuidCodec>("guid");
        AddValue<DateTime, DateTimeCodec>("datetime");
        AddValue<DateTimeOffset, DateTimeOffsetCodec>("datetimeoffset");
        AddValue<TimeSpan, TimeSpanCodec>("timespan");
        AddValue<DateOnly, DateOnlyCodec>("dateonly");
        AddValue<TimeOnly, TimeOnlyCodec>("timeonly");
        AddValue<TimeWindow, TimeWindowCodec>("tuple<int64,int64>");
        AddValue<ReadOnlyMemory<byte>, ReadOnlyMemoryCodec>("bytes");
        Codec<string>.Register<StringCodec>("string");
        Codec<Uri>.Register<UriCodec>("uri");
        Codec<Version>.Register<VersionCodec>("version");
    }

    private static void RegisterKeys()
    {
        KeyCodec<bool>.Register<BooleanKeyCodec>("boolean");
        KeyCodec<byte>.Register<IntegerKeyCodec<byte>>("byte");
        KeyCodec<sbyte>.Register<IntegerKeyCodec<sbyte>>("sbyte");
        KeyCodec<short>.Register<IntegerKeyCodec<short>>("int16");
        KeyCodec<ushort>.Register<IntegerKeyCodec<ushort>>("uint16");
        KeyCodec<int>.Register<IntegerKeyCodec<int>>("int32");
        KeyCodec<uint>.Register<IntegerKeyCodec<uint>>("uint32");
        KeyCodec<long>.Register<IntegerKeyCodec<long>>("int64");
        KeyCodec<ulong>.Register<IntegerKeyCodec<ulong>>("uint64");
        KeyCodec<Int128>.Register<IntegerKeyCodec<Int128>>("int128");
        KeyCodec<UInt128>.Register<IntegerKeyCodec<UInt128>>("uint128");
        KeyCodec<char>.Register<CharKeyCodec>("char");
        KeyCodec<float>.Register<SingleKeyCodec>("single");
        KeyCodec<double>.Register<DoubleKeyCodec>("double");
        KeyCodec<decimal>.Register<DecimalKeyCodec>("decimal");
        KeyCodec<Guid>.Register<GuidKeyCodec>("guid");
        KeyCodec<DateTime>.Register<DateTimeKeyCodec>("datetime");
        KeyCodec<DateTimeOffset>.Register<DateTimeOffsetKeyCodec>("datetimeoffset");
        KeyCodec<TimeSpan>.Register<TimeSpanKeyCodec>("timespan");
        KeyCodec<DateOnly>.Register<DateOnlyKeyCodec>("dateonly");
        KeyCodec<TimeOnly>.Register<TimeOnlyKeyCodec>("timeonly");
        KeyCodec<TimeWindow>.Register<TimeWindowKeyCodec>("tuple<int64,int64>");
        KeyCodec<string>.Register<StringKeyCodec>("string");
    }

    private static void AddValue<T, TCodec>(string type)
        where T : struct
        where TCodec : struct, ICodec<T>
    {
        Codec<T>.Register<TCodec>(type);
        Codec<T?>.Register<NullableCodec<T, TCodec>>(type + "?");
    }
}
