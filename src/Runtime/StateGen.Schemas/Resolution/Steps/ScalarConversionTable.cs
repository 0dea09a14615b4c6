using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>Provides the conversions between scalars without loss: different values stay different and keep their meaning.</summary>
internal static class ScalarConversionTable
{
    private const int MostBitsOfInteger = 64;
    private const int MostBitsOfSingle = 16;
    private const int MostBitsOfDouble = 32;

    private static readonly Dictionary<string, (bool IsSigned, int Bits)> Integers = new(StringComparer.Ordinal)
    {
        ["byte"] = (false, 8), ["uint16"] = (false, 16), ["uint32"] = (false, 32), ["uint64"] = (false, 64), ["uint128"] = (false, 128),
        ["sbyte"] = (true, 8), ["int16"] = (true, 16), ["int32"] = (true, 32), ["int64"] = (true, 64), ["int128"] = (true, 128),
    };

    /// <summary>Finds the plan that converts a stored scalar; null if it cannot be converted without loss.</summary>
    public static ValuePlan? Find(string stored, string declared)
    {
        if (stored == declared || IsWider(stored, declared, MostBitsOfInteger))
            return CopyPlan.Instance;
        var conversion = Integers.TryGetValue(stored, out var integer) ? OfInteger(stored, integer.Bits, declared) : Of(stored, declared);
        return conversion is { } found ? new ConvertPlan(found) : stored == "half" && declared == "single" ? CopyPlan.Instance : null;
    }

    /// <summary>Determines whether a declared integer can hold every value of a stored one.</summary>
    public static bool IsWider(string stored, string declared) => IsWider(stored, declared, int.MaxValue);

    /// <summary>Returns the number of bits of an integer; 0 for any other type.</summary>
    public static int BitsOf(string integer) => Integers.TryGetValue(integer, out var found) ? found.Bits : 0;

    private static bool IsWider(string stored, string declared, int mostBits) =>
        Integers.TryGetValue(stored, out var before) && Integers.TryGetValue(declared, out var after) && after.Bits <= mostBits
        && (before.IsSigned == after.IsSigned ? after.Bits >= before.Bits : after.IsSigned && after.Bits > before.Bits);

    private static ScalarConversion? OfInteger(string stored, int bits, string declared) => (stored, declared) switch
    {
        ("int128", "biginteger") => ScalarConversion.Int128ToBigInteger,
        ("uint128", "biginteger") => ScalarConversion.UInt128ToBigInteger,
        ("int128", "int128le") or ("uint128", "uint128le") => ScalarConversion.ReverseInt128,
        (_, "biginteger") => ScalarConversion.IntegerToBigInteger,
        _ when bits > MostBitsOfInteger => null,
        (_, "int128") => ScalarConversion.IntegerToInt128,
        (_, "uint128") when IsWider(stored, declared) => ScalarConversion.IntegerToUInt128,
        (_, "int128le") => ScalarConversion.IntegerToInt128LittleEndian,
        (_, "uint128le") when IsWider(stored, "uint128") => ScalarConversion.IntegerToUInt128LittleEndian,
        (_, "decimal") => ScalarConversion.IntegerToDecimal,
        (_, "decimaltext") => ScalarConversion.IntegerToDecimalText,
        (_, "single") when bits <= MostBitsOfSingle => ScalarConversion.IntegerToSingle,
        (_, "double") when bits <= MostBitsOfDouble => ScalarConversion.IntegerToDouble,
        _ => null,
    };

    private static ScalarConversion? Of(string stored, string declared) => (stored, declared) switch
    {
        ("single" or "half", "double") => ScalarConversion.SingleToDouble,
        ("guid", "guidtext") => ScalarConversion.GuidToText,
        ("guidtext", "guid") => ScalarConversion.TextToGuid,
        ("decimal", "decimaltext") => ScalarConversion.DecimalToText,
        ("decimaltext", "decimal") => ScalarConversion.TextToDecimal,
        ("int128le", "int128") or ("uint128le", "uint128") => ScalarConversion.ReverseInt128,
        ("int128le", "biginteger") => ScalarConversion.Int128LittleEndianToBigInteger,
        ("uint128le", "biginteger") => ScalarConversion.UInt128LittleEndianToBigInteger,
        _ => null,
    };
}
