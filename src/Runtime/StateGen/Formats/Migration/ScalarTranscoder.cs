using System.Globalization;
using StateGen.Schemas.Resolution.Plans;
using StateGen.Serialization;

namespace StateGen.Formats.Migration;

/// <summary>Reads a scalar and writes it as another that holds every value of it.</summary>
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
            case ScalarConversion.IntegerToInt128: Int128Codec.Write(ref writer, reader.ReadInteger()); break;
            case ScalarConversion.IntegerToUInt128: UInt128Codec.Write(ref writer, reader.ReadUInt64()); break;
            case ScalarConversion.IntegerToBigInteger: BigIntegerCodec.Write(ref writer, reader.ReadInteger()); break;
            case ScalarConversion.Int128ToBigInteger: BigIntegerCodec.Write(ref writer, Int128Codec.Read(ref reader)); break;
            case ScalarConversion.UInt128ToBigInteger: BigIntegerCodec.Write(ref writer, UInt128Codec.Read(ref reader)); break;
            case ScalarConversion.SingleToDouble: writer.WriteDouble(reader.ReadSingle()); break;
            case ScalarConversion.GuidToText: writer.WriteString(GuidCodec.Read(ref reader).ToString("D", CultureInfo.InvariantCulture)); break;
            case ScalarConversion.TextToGuid: GuidCodec.Write(ref writer, ReadGuid(ref reader)); break;
            case ScalarConversion.DecimalToText: WriteText(ref writer, DecimalCodec.Read(ref reader)); break;
            case ScalarConversion.TextToDecimal: DecimalCodec.Write(ref writer, ReadDecimal(ref reader)); break;
            default: throw new ArgumentOutOfRangeException(nameof(conversion), conversion, "There is no such conversion.");
        }
    }

    private static void WriteText(ref MessagePackWriter writer, decimal value) => writer.WriteString(value.ToString(CultureInfo.InvariantCulture));

    private static Guid ReadGuid(ref MessagePackReader reader)
    {
        var text = reader.ReadString();
        return Guid.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw SerializationFormatException.Invalid(nameof(Guid), $"'{text}' is not one");
    }

    private static decimal ReadDecimal(ref MessagePackReader reader)
    {
        var text = reader.ReadString();
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : throw SerializationFormatException.Invalid(nameof(Decimal), $"'{text}' is not one");
    }
}
