using System.Globalization;
using StateGen.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Schemas.Resolution.Plans;
using StateGen.Serialization;

namespace StateGen.Formats.Migration;

/// <summary>
/// Brings a value of one state from one generation to the current one: step by step, and then through the upgrade, if there is one. Immutable.
/// </summary>
internal sealed class ValueTranscoder
{
    private const int StackLength = 256;

    private readonly ValueMigration[] _steps;
    private readonly StateUpgrade? _upgrade;
    private readonly bool _upgradeKeepsNil;

    public ValueTranscoder(StateMigration migration, IReadOnlyList<StateUpgrade> upgrades)
    {
        var source = migration.Upgrade is { Source.IsCopy: false } upgrade ? [upgrade.Source] : Array.Empty<ValueMigration>();
        _steps = [.. migration.Steps, .. source];
        _upgrade = migration.Upgrade is { } found ? upgrades[found.Index] : null;
        _upgradeKeepsNil = migration.Upgrade?.KeepsNil == true;
    }

    /// <summary>Writes the value in the current shape.</summary>
    /// <exception cref="SerializationFormatException">The bytes are not a value of the stored shape.</exception>
    /// <exception cref="StateGenException">The upgrade threw.</exception>
    public void Transcode(scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer) => Transcode(0, value, ref writer);

    private void Transcode(int step, scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer)
    {
        if (step == _steps.Length)
        {
            Finish(value, ref writer);
            return;
        }

        var transcoder = new Transcoder(_steps[step], value, stackalloc byte[StackLength]);
        try
        {
            transcoder.Run();
            Transcode(step + 1, transcoder.Written, ref writer);
        }
        finally
        {
            transcoder.Dispose();
        }
    }

    private void Finish(scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer)
    {
        if (_upgrade is null || (_upgradeKeepsNil && new MessagePackReader(value).TryReadNil()))
            writer.WriteRaw(value);
        else
            _upgrade.Convert(value, ref writer);
    }
}

/// <summary>Converts a scalar to another scalar type that can represent every value of the stored one.</summary>
internal static class ScalarTranscoder
{
    public static void Convert(ScalarConversion conversion, ref MessagePackReader reader, ref MessagePackWriter writer)
    {
        switch (conversion)
        {
            case ScalarConversion.IntegerToSingle: writer.WriteSingle((float)reader.ReadInteger()); break;
            case ScalarConversion.IntegerToDouble: writer.WriteDouble((double)reader.ReadInteger()); break;
            case ScalarConversion.IntegerToDecimal: DecimalCodec.Write(ref writer, (decimal)reader.ReadInteger()); break;
            case ScalarConversion.IntegerToDecimalText: WriteText(ref writer, (decimal)reader.ReadInteger()); break;
            case ScalarConversion.IntegerToInt128: IntegerCodec<Int128>.Write(ref writer, reader.ReadInteger()); break;
            case ScalarConversion.IntegerToUInt128: IntegerCodec<UInt128>.Write(ref writer, reader.ReadUInt64()); break;
            case ScalarConversion.IntegerToBigInteger: BigIntegerCodec.Write(ref writer, reader.ReadInteger()); break;
            case ScalarConversion.Int128ToBigInteger: BigIntegerCodec.Write(ref writer, IntegerCodec<Int128>.Read(ref reader)); break;
            case ScalarConversion.UInt128ToBigInteger: BigIntegerCodec.Write(ref writer, IntegerCodec<UInt128>.Read(ref reader)); break;
            case ScalarConversion.SingleToDouble: writer.WriteDouble(reader.ReadSingle()); break;
            case ScalarConversion.GuidToText: writer.WriteString(GuidCodec.Read(ref reader).ToString("D", CultureInfo.InvariantCulture)); break;
            case ScalarConversion.TextToGuid: GuidCodec.Write(ref writer, ReadGuid(ref reader)); break;
            case ScalarConversion.DecimalToText: WriteText(ref writer, DecimalCodec.Read(ref reader)); break;
            case ScalarConversion.TextToDecimal: DecimalCodec.Write(ref writer, ReadDecimal(ref reader)); break;
            case ScalarConversion.IntegerToInt128LittleEndian: LittleEndianIntegerCodec<Int128>.Write(ref writer, reader.ReadInteger()); break;
            case ScalarConversion.IntegerToUInt128LittleEndian: LittleEndianIntegerCodec<UInt128>.Write(ref writer, reader.ReadUInt64()); break;
            case ScalarConversion.Int128LittleEndianToBigInteger: BigIntegerCodec.Write(ref writer, LittleEndianIntegerCodec<Int128>.Read(ref reader)); break;
            case ScalarConversion.UInt128LittleEndianToBigInteger: BigIntegerCodec.Write(ref writer, LittleEndianIntegerCodec<UInt128>.Read(ref reader)); break;
            case ScalarConversion.ReverseInt128: LittleEndianIntegerCodec<UInt128>.Write(ref writer, IntegerCodec<UInt128>.Read(ref reader)); break;
            default: throw new ArgumentOutOfRangeException(nameof(conversion), conversion, "There is no such conversion.");
        }
    }

    private static void WriteText(ref MessagePackWriter writer, decimal value) => writer.WriteString(value.ToString(CultureInfo.InvariantCulture));

    private static Guid ReadGuid(ref MessagePackReader reader)
    {
        var text = reader.ReadString();
        return Guid.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw SerializationFormatException.Invalid(nameof(Guid), $"'{text}' is not a valid Guid");
    }

    private static decimal ReadDecimal(ref MessagePackReader reader)
    {
        var text = reader.ReadString();
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw SerializationFormatException.Invalid(nameof(Decimal), $"'{text}' is not a valid decimal number");
    }
}

/// <summary>Writes the default of a member that was never stored, and the stored form of a value state that was never set.</summary>
internal static class DefaultWriter
{
    private const int StackLength = 256;

    public static void Write(DefaultValue value, ref MessagePackWriter writer)
    {
        switch (value)
        {
            case ScalarDefault scalar: WriteScalar(scalar.Scalar, ref writer); break;
            case ArrayDefault array: WriteArray(array, ref writer); break;
            case MapDefault map: WriteMap(map, ref writer); break;
            default: writer.WriteNil(); break;
        }
    }

    /// <summary>Encodes a default value.</summary>
    public static byte[] Encode(DefaultValue value)
    {
        var writer = new MessagePackWriter(stackalloc byte[StackLength]);
        try
        {
            Write(value, ref writer);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void WriteArray(ArrayDefault array, ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(array.Elements.Count);
        foreach (var element in array.Elements)
            Write(element, ref writer);
    }

    private static void WriteMap(MapDefault map, ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(map.Names.Count);
        for (var index = 0; index < map.Names.Count; index++)
        {
            writer.WriteString(map.Names[index]);
            Write(map.Values[index], ref writer);
        }
    }

    private static void WriteScalar(string scalar, ref MessagePackWriter writer)
    {
        switch (scalar)
        {
            case "boolean": writer.WriteBoolean(value: false); break;
            case "half" or "single": writer.WriteSingle(0); break;
            case "double": writer.WriteDouble(0); break;
            case "decimal": DecimalCodec.Write(ref writer, 0); break;
            case "decimaltext": writer.WriteString("0"); break;
            case "guid": GuidCodec.Write(ref writer, Guid.Empty); break;
            case "guidtext": writer.WriteString(Guid.Empty.ToString()); break;
            case "int128" or "uint128" or "int128le" or "uint128le": IntegerCodec<Int128>.Write(ref writer, 0); break;
            case "biginteger": BigIntegerCodec.Write(ref writer, 0); break;
            case "datetime": writer.WriteTimestamp(DateTime.SpecifyKind(default, DateTimeKind.Utc)); break;
            case "datetimeoffset": DateTimeOffsetCodec.Write(ref writer, default(DateTimeOffset)); break;
            case "localdatetimeoffset": LocalDateTimeOffsetCodec.Write(ref writer, default(DateTimeOffset)); break;
            case "string" or "uri": writer.WriteString(""); break;
            case "version": writer.WriteString("0.0"); break;
            case "bytes": writer.WriteBinary([]); break;
            default: writer.WriteInt64(0); break;
        }
    }
}
