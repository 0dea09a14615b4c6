using System.Globalization;
using System.Numerics;
using System.Text;
using StateGen.Schemas;
using StateGen.Serialization;

namespace StateGen.Tests.Schemas.Migrations;

/// <summary>
/// A small interpreter of schemas, apart from the one under test: writes random values of a type, and reads bytes as a type, strictly, into text in which members have names
/// and numbers have no width, so that a value reads the same before and after a migration, but for what was added or removed.
/// </summary>
internal sealed class SchemaValues(OperatorSchema schema)
{
    /// <summary>Writes a random value; null when the type may contain itself without an end.</summary>
    public byte[]? Write(Random random, string type)
    {
        var writer = new MessagePackWriter([]);
        try
        {
            Write(ref writer, random, TypeExpression.Parse(type), 4);
            return writer.Written.ToArray();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Reads a value; throws when the bytes are not one of the type.</summary>
    public object? Read(byte[] bytes, string type)
    {
        var reader = new MessagePackReader(bytes);
        var value = Read(ref reader, TypeExpression.Parse(type));
        Assert.True(reader.AtEnd);
        return value;
    }

    private void Write(ref MessagePackWriter writer, Random random, TypeExpression type, int depth)
    {
        if (type.IsNullable && (depth <= 0 || random.Next(4) == 0))
            writer.WriteNil();
        else if (type.Arguments.Count > 0)
            WriteCollection(ref writer, random, type, depth);
        else if (schema.FindType(type.FullName) is { } named)
            WriteNamed(ref writer, random, named, depth - 1);
        else
            WriteScalar(ref writer, random, type.Name);
    }

    private void WriteCollection(ref MessagePackWriter writer, Random random, TypeExpression type, int depth)
    {
        var count = type.Name == "tuple" ? type.Arguments.Count : depth <= 0 ? 0 : type.Name == "list" ? random.Next(3) : random.Next(2);
        if (type.Name == "map")
            writer.WriteMapHeader(count);
        else
            writer.WriteArrayHeader(count);
        for (var index = 0; index < count; index++)
        {
            Write(ref writer, random, type.Arguments[type.Name == "tuple" ? index : 0], depth - 1);
            if (type.Name == "map")
                Write(ref writer, random, type.Arguments[1], depth - 1);
        }
    }

    private void WriteNamed(ref MessagePackWriter writer, Random random, TypeSchema named, int depth)
    {
        if (depth < -40)
            throw new InvalidOperationException("The type has no finite value.");
        if (named is EnumSchema type)
        {
            writer.WriteInt64(type.IsFlags ? random.Next(16) : random.Next(4) * 3);
        }
        else if (named is UnionSchema union)
        {
            var single = union.Cases[random.Next(union.Cases.Count)];
            writer.WriteArrayHeader(2);
            writer.WriteInt64(single.Tag);
            Write(ref writer, random, TypeExpression.Parse(single.Type), depth);
        }
        else
        {
            WriteRecord(ref writer, random, (RecordSchema)named, depth);
        }
    }

    private void WriteRecord(ref MessagePackWriter writer, Random random, RecordSchema record, int depth)
    {
        var keys = record.Members.Select(member => member.Key).ToArray();
        if (keys.Length > 0 && keys[0]?.StartsWith('"') == true)
        {
            writer.WriteMapHeader(keys.Length);
            foreach (var member in record.Members)
            {
                writer.WriteString(member.Key!.Trim('"'));
                Write(ref writer, random, TypeExpression.Parse(member.Type), depth);
            }

            return;
        }

        var slots = keys.Length > 0 && keys[0] is not null ? int.Parse(keys[^1]!) + 1 : keys.Length;
        writer.WriteArrayHeader(slots);
        for (var slot = 0; slot < slots; slot++)
        {
            var member = record.Members.Select((candidate, index) => (candidate, Slot: candidate.Key is null ? index : int.Parse(candidate.Key))).FirstOrDefault(pair => pair.Slot == slot).candidate;
            if (member is null)
                writer.WriteNil();
            else
                Write(ref writer, random, TypeExpression.Parse(member.Type), depth);
        }
    }

    private static void WriteScalar(ref MessagePackWriter writer, Random random, string scalar)
    {
        switch (scalar)
        {
            case "boolean": writer.WriteBoolean(random.Next(2) == 0); break;
            case "byte" or "char": writer.WriteInt64(random.Next(256)); break;
            case "sbyte": writer.WriteInt64(random.Next(-128, 128)); break;
            case "int16": writer.WriteInt64(random.Next(short.MinValue, short.MaxValue)); break;
            case "uint16": writer.WriteInt64(random.Next(ushort.MaxValue)); break;
            case "int32" or "dateonly" or "timespan" or "int64": writer.WriteInt64(random.Next(int.MinValue, int.MaxValue)); break;
            case "uint32" or "timeonly": writer.WriteInt64(random.NextInt64(uint.MaxValue)); break;
            case "uint64": writer.WriteUInt64((ulong)random.NextInt64() * 2); break;
            case "int128": IntegerCodec<Int128>.Write(ref writer, -(Int128)random.NextInt64() * 3); break;
            case "uint128": IntegerCodec<UInt128>.Write(ref writer, (UInt128)random.NextInt64() * 3); break;
            case "int128le": LittleEndianIntegerCodec<Int128>.Write(ref writer, -(Int128)random.NextInt64() * 3); break;
            case "uint128le": LittleEndianIntegerCodec<UInt128>.Write(ref writer, (UInt128)random.NextInt64() * 3); break;
            case "half": writer.WriteSingle((float)(Half)random.Next(100)); break;
            case "single": writer.WriteSingle(random.NextSingle()); break;
            case "double": writer.WriteDouble(random.NextDouble()); break;
            case "decimal": DecimalCodec.Write(ref writer, random.Next() / 100m); break;
            case "decimaltext": writer.WriteString((random.Next() / 100m).ToString(CultureInfo.InvariantCulture)); break;
            case "biginteger": BigIntegerCodec.Write(ref writer, (BigInteger)random.NextInt64() * random.NextInt64()); break;
            case "string" or "uri": writer.WriteString($"t{random.Next(100)}"); break;
            case "version": writer.WriteString($"1.{random.Next(100)}"); break;
            case "bytes": writer.WriteBinary([(byte)random.Next(256)]); break;
            case "guid": GuidCodec.Write(ref writer, NextGuid(random)); break;
            case "guidtext": writer.WriteString(NextGuid(random).ToString()); break;
            case "datetime": writer.WriteTimestamp(DateTime.UnixEpoch.AddSeconds(random.Next())); break;
            case "datetimeoffset": DateTimeOffsetCodec.Write(ref writer, DateTimeOffset.UnixEpoch.AddSeconds(random.Next())); break;
            default: throw new InvalidOperationException(scalar);
        }
    }

    private static Guid NextGuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    private object? Read(ref MessagePackReader reader, TypeExpression type)
    {
        if (type.IsNullable && reader.TryReadNil())
            return null;
        if (type.Name == "map")
            return ReadMap(ref reader, type);
        if (type.Arguments.Count > 0)
            return ReadArray(ref reader, type);
        return schema.FindType(type.FullName) switch
        {
            EnumSchema named => ReadEnum(named, reader.ReadInt64()),
            UnionSchema named => ReadUnion(ref reader, named),
            RecordSchema named => ReadRecord(ref reader, named),
            _ => ReadScalar(ref reader, type.Name),
        };
    }

    private List<object?> ReadArray(ref MessagePackReader reader, TypeExpression type)
    {
        var values = new List<object?>();
        var count = reader.ReadArrayHeader();
        Assert.True(type.Name != "tuple" || count == type.Arguments.Count);
        for (var index = 0; index < count; index++)
            values.Add(Read(ref reader, type.Arguments[type.Name == "tuple" ? index : 0]));
        return values;
    }

    private List<object?> ReadMap(ref MessagePackReader reader, TypeExpression type)
    {
        var values = new List<object?>();
        for (var remaining = reader.ReadMapHeader(); remaining > 0; remaining--)
        {
            values.Add(Read(ref reader, type.Arguments[0]));
            values.Add(Read(ref reader, type.Arguments[1]));
        }

        return values;
    }

    private static string ReadEnum(EnumSchema type, long number)
    {
        if (!type.IsFlags)
            return type.Members.FirstOrDefault(member => member.Value == $"{number}")?.Name ?? $"{number}";
        var names = type.Members.Where(member => (number & long.Parse(member.Value)) != 0).Select(member => member.Name).ToArray();
        Assert.Equal(number, type.Members.Where(member => names.Contains(member.Name)).Sum(member => long.Parse(member.Value)));
        return string.Join("|", names);
    }

    private List<object?> ReadUnion(ref MessagePackReader reader, UnionSchema union)
    {
        Assert.Equal(2, reader.ReadArrayHeader());
        var tag = reader.ReadInt32();
        return [tag, Read(ref reader, TypeExpression.Parse(union.Cases.Single(single => single.Tag == tag).Type))];
    }

    private Dictionary<string, object?> ReadRecord(ref MessagePackReader reader, RecordSchema record)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        var isMap = record.Members.Count > 0 && record.Members[0].Key?.StartsWith('"') == true;
        var count = isMap ? reader.ReadMapHeader() : reader.ReadArrayHeader();
        for (var slot = 0; slot < count; slot++)
        {
            var key = isMap ? $"\"{Encoding.UTF8.GetString(reader.ReadStringBytes())}\"" : $"{slot}";
            var member = record.Members.Select((candidate, index) => (candidate, Key: candidate.Key ?? $"{index}")).FirstOrDefault(pair => pair.Key == key).candidate;
            if (member is null)
                Assert.True(reader.TryReadNil());
            else
                members.Add(member.Name, Read(ref reader, TypeExpression.Parse(member.Type)));
        }

        Assert.Equal(record.Members.Count, members.Count);
        return members;
    }

    private static object ReadScalar(ref MessagePackReader reader, string scalar) => scalar switch
    {
        "boolean" => reader.ReadBoolean(),
        "single" or "half" => (double)reader.ReadSingle(),
        "double" => reader.ReadDouble(),
        "decimal" => (double)DecimalCodec.Read(ref reader),
        "decimaltext" => (double)decimal.Parse(reader.ReadString(), CultureInfo.InvariantCulture),
        "biginteger" => (double)BigIntegerCodec.Read(ref reader),
        "int128" => (double)IntegerCodec<Int128>.Read(ref reader),
        "uint128" => (double)IntegerCodec<UInt128>.Read(ref reader),
        "int128le" => (double)LittleEndianIntegerCodec<Int128>.Read(ref reader),
        "uint128le" => (double)LittleEndianIntegerCodec<UInt128>.Read(ref reader),
        "uint64" => (double)reader.ReadUInt64(),
        "string" or "uri" or "version" => reader.ReadString(),
        "bytes" => Convert.ToHexString(reader.ReadBinary()),
        "guid" => GuidCodec.Read(ref reader).ToString(),
        "guidtext" => reader.ReadString(),
        "datetime" => reader.ReadTimestamp(),
        "datetimeoffset" => DateTimeOffsetCodec.Read(ref reader),
        _ => (double)reader.ReadInt64(),
    };
}
