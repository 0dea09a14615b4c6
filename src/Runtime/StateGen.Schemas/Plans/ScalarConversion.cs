namespace StateGen.Schemas.Resolution.Plans;

/// <summary>The conversions between scalars that lose nothing and change bytes. Integers of up to 64 bits are MessagePack integers.</summary>
public enum ScalarConversion
{
    /// <summary>An integer to a 32-bit float.</summary>
    IntegerToSingle = 0,

    /// <summary>An integer to a 64-bit float.</summary>
    IntegerToDouble = 1,

    /// <summary>An integer to <c>decimal</c>.</summary>
    IntegerToDecimal = 2,

    /// <summary>An integer to <c>decimaltext</c>.</summary>
    IntegerToDecimalText = 3,

    /// <summary>An integer to <c>int128</c>.</summary>
    IntegerToInt128 = 4,

    /// <summary>An integer to <c>uint128</c>.</summary>
    IntegerToUInt128 = 5,

    /// <summary>An integer to <c>biginteger</c>.</summary>
    IntegerToBigInteger = 6,

    /// <summary><c>int128</c> to <c>biginteger</c>.</summary>
    Int128ToBigInteger = 7,

    /// <summary><c>uint128</c> to <c>biginteger</c>.</summary>
    UInt128ToBigInteger = 8,

    /// <summary>A 32-bit float to a 64-bit float.</summary>
    SingleToDouble = 9,

    /// <summary><c>guid</c> to <c>guidtext</c>.</summary>
    GuidToText = 10,

    /// <summary><c>guidtext</c> to <c>guid</c>.</summary>
    TextToGuid = 11,

    /// <summary><c>decimal</c> to <c>decimaltext</c>.</summary>
    DecimalToText = 12,

    /// <summary><c>decimaltext</c> to <c>decimal</c>.</summary>
    TextToDecimal = 13,
}
