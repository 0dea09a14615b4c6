namespace StateGen.Evolution.Tests;

/// <summary>Changes of scalars and of whether they admit null.</summary>
internal static class ScalarChanges
{
    public static IEnumerable<Change> All =>
    [
        Scalar("SameScalar", "int", "int", ("5", "5"), ("-7", "-7")),
        Scalar("ByteToInt16", "byte", "short", ("255", "255")),
        Scalar("ByteToUInt64", "byte", "ulong", ("255", "255")),
        Scalar("SByteToInt64", "sbyte", "long", ("-128", "-128")),
        Scalar("Int32ToInt64", "int", "long", ("int.MinValue", "-2147483648"), ("int.MaxValue", "2147483647")),
        Scalar("UInt32ToInt64", "uint", "long", ("uint.MaxValue", "4294967295")),
        Scalar("UInt64ToInt128", "ulong", "Int128", ("ulong.MaxValue", "18446744073709551615")),
        Scalar("Int64ToInt128", "long", "Int128", ("long.MinValue", "-9223372036854775808")),
        Scalar("UInt32ToUInt128", "uint", "UInt128", ("uint.MaxValue", "4294967295")),
        Scalar("Int64ToBigInteger", "long", "System.Numerics.BigInteger", ("long.MinValue", "-9223372036854775808"), ("128", "128")),
        Scalar("UInt128ToBigInteger", "UInt128", "System.Numerics.BigInteger", ("UInt128.MaxValue", "340282366920938463463374607431768211455")),
        Scalar("Int64ToDecimal", "long", "decimal", ("long.MinValue", "-9223372036854775808")),
        Scalar("Int32ToDouble", "int", "double", ("int.MaxValue", "2147483647"), ("-3", "-3")),
        Scalar("Int16ToSingle", "short", "float", ("short.MinValue", "-32768")),
        Scalar("SingleToDouble", "float", "double", ("0.5f", "0.5"), ("float.NaN", "NaN")),
        Scalar("HalfToSingle", "Half", "float", ("(Half)0.5", "0.5")),
        Refusal("Int64ToInt32", "long", "int", "int64", "int32"),
        Refusal("Int32ToUInt64", "int", "ulong", "int32", "uint64"),
        Refusal("UInt64ToInt64", "ulong", "long", "uint64", "int64"),
        Refusal("DoubleToSingle", "double", "float", "double", "single"),
        Refusal("Int64ToDouble", "long", "double", "int64", "double"),
        Refusal("Int32ToSingle", "int", "float", "int32", "single"),
        Refusal("Int32ToGuid", "int", "Guid", "int32", "guid"),
        Refusal("DateTimeToDateTimeOffset", "DateTime", "DateTimeOffset", "datetime", "datetimeoffset") with { Values = [("DateTime.UnixEpoch", "")] },
        Refusal("Int32ToNullableInt16", "int", "short?", "int32", "int16?"),
        Scalar("ToNullable", "int", "int?", ("5", "5")),
        Scalar("FromNullable", "int?", "int", ("5", "5"), ("null", "0")),
        Scalar("ToNullableAndWider", "int", "long?", ("5", "5")),
        Scalar("FromNullableAndWider", "int?", "long", ("null", "0"), ("-5", "-5")),
        new("TextToNullable", "string", "string?") { Values = [("\"a\"", "'a'")] },
        new("TextFromNullable", "string?", "string") { Values = [("\"a\"", "'a'")] },
        new("Int32ToText", "int", "string?") { IsClass = false, Values = [("5", "")], Refused = ("", "int32", "string?") },
    ];

    private static Change Scalar(string name, string before, string after, params (string Stored, string Read)[] values) =>
        new(name, before, after) { IsClass = false, Values = values };

    private static Change Refusal(string name, string before, string after, string stored, string declared) =>
        new(name, before, after) { IsClass = false, Values = [("default", "")], Refused = ("", stored, declared) };
}
