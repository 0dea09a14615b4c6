using System.Numerics;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Formats.Codecs;

/// <summary>Registers the scalars, when a codec is empty for the first time. Thread-safe.</summary>
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
        AddValue<byte, ByteCodec>("byte");
        AddValue<sbyte, SByteCodec>("sbyte");
        AddValue<short, Int16Codec>("int16");
        AddValue<ushort, UInt16Codec>("uint16");
        AddValue<int, Int32Codec>("int32");
        AddValue<uint, UInt32Codec>("uint32");
        AddValue<long, Int64Codec>("int64");
        AddValue<ulong, UInt64Codec>("uint64");
        AddValue<Int128, Int128Codec>("int128");
        AddValue<UInt128, UInt128Codec>("uint128");
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
        AddValue<ReadOnlyMemory<byte>, ReadOnlyMemoryCodec>("bytes");
        Codec<string>.Register<StringCodec>("string");
        Codec<Uri>.Register<UriCodec>("uri");
        Codec<Version>.Register<VersionCodec>("version");
    }

    private static void RegisterKeys()
    {
        KeyCodec<bool>.Register<BooleanKeyCodec>("boolean");
        KeyCodec<byte>.Register<ByteKeyCodec>("byte");
        KeyCodec<sbyte>.Register<SByteKeyCodec>("sbyte");
        KeyCodec<short>.Register<Int16KeyCodec>("int16");
        KeyCodec<ushort>.Register<UInt16KeyCodec>("uint16");
        KeyCodec<int>.Register<Int32KeyCodec>("int32");
        KeyCodec<uint>.Register<UInt32KeyCodec>("uint32");
        KeyCodec<long>.Register<Int64KeyCodec>("int64");
        KeyCodec<ulong>.Register<UInt64KeyCodec>("uint64");
        KeyCodec<Int128>.Register<Int128KeyCodec>("int128");
        KeyCodec<UInt128>.Register<UInt128KeyCodec>("uint128");
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
