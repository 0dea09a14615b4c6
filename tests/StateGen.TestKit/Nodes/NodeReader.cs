using StateGen.Serialization;

namespace StateGen.TestKit.Nodes;

/// <summary>Reads any value, by the table "Formats" of the specification and the reader's method for each family.</summary>
internal static class NodeReader
{
    private const sbyte TimestampType = -1;

    /// <summary>Reads the one value that the bytes must be, and checks that skipping it ends at the same place.</summary>
    public static Node ReadAll(byte[] bytes)
    {
        var skipping = new MessagePackReader(bytes);
        skipping.Skip();
        Assert.True(skipping.AtEnd);
        var reader = new MessagePackReader(bytes);
        var node = Read(ref reader, bytes);
        Assert.True(reader.AtEnd);
        return node;
    }

    private static Node Read(ref MessagePackReader reader, byte[] bytes) => bytes[reader.Position] switch
    {
        >= 0x80 and <= 0x8f or 0xde or 0xdf => ReadMap(ref reader, bytes),
        >= 0x90 and <= 0x9f or 0xdc or 0xdd => ReadList(ref reader, bytes),
        >= 0xa0 and <= 0xbf or 0xd9 or 0xda or 0xdb => new Node.Text(reader.ReadString()),
        0xc0 => ReadNil(ref reader),
        0xc2 or 0xc3 => new Node.Boolean(reader.ReadBoolean()),
        0xc4 or 0xc5 or 0xc6 => new Node.Binary(reader.ReadBinary().ToArray()),
        0xca => new Node.Float(reader.ReadSingle(), IsSingle: true),
        0xcb => new Node.Float(reader.ReadDouble(), IsSingle: false),
        0xcf => new Node.Integer(reader.ReadUInt64()),
        >= 0xc7 and <= 0xc9 or >= 0xd4 and <= 0xd8 => ReadExtension(ref reader),
        _ => new Node.Integer(reader.ReadInt64()),
    };

    private static Node.Nil ReadNil(ref MessagePackReader reader)
    {
        Assert.True(reader.TryReadNil());
        return new Node.Nil();
    }

    private static Node.List ReadList(ref MessagePackReader reader, byte[] bytes)
    {
        var items = new Node[reader.ReadArrayHeader()];
        for (var index = 0; index < items.Length; index++)
            items[index] = Read(ref reader, bytes);
        return new Node.List(items);
    }

    private static Node.Map ReadMap(ref MessagePackReader reader, byte[] bytes)
    {
        var entries = new (Node, Node)[reader.ReadMapHeader()];
        for (var index = 0; index < entries.Length; index++)
            entries[index] = (Read(ref reader, bytes), Read(ref reader, bytes));
        return new Node.Map(entries);
    }

    private static Node ReadExtension(ref MessagePackReader reader)
    {
        var ahead = reader;
        var length = ahead.ReadExtensionHeader(out var type);
        if (type == TimestampType)
            return new Node.Timestamp(reader.ReadTimestamp());
        reader = ahead;
        return new Node.Extension(type, reader.ReadRaw(length).ToArray());
    }
}
