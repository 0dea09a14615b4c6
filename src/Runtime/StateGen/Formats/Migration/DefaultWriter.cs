using StateGen.Schemas.Resolution.Plans;
using StateGen.Serialization;

namespace StateGen.Formats.Migration;

/// <summary>Writes what a member that was never stored is read as, and what a value state that was never set is stored as.</summary>
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

    /// <summary>The encoded value.</summary>
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
            case "int128" or "uint128": Int128Codec.Write(ref writer, 0); break;
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
