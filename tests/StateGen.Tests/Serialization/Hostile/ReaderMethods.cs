using StateGen.Serialization;

namespace StateGen.Tests.Serialization.Hostile;

/// <summary>Everything that the reader reads.</summary>
internal static class ReaderMethods
{
    public static IReadOnlyList<(string Name, Packed.Reading Read)> All { get; } =
    [
        (nameof(MessagePackReader.Skip), (ref MessagePackReader reader) => reader.Skip()),
        (nameof(MessagePackReader.ReadBoolean), (ref MessagePackReader reader) => reader.ReadBoolean()),
        (nameof(MessagePackReader.ReadByte), (ref MessagePackReader reader) => reader.ReadByte()),
        (nameof(MessagePackReader.ReadSByte), (ref MessagePackReader reader) => reader.ReadSByte()),
        (nameof(MessagePackReader.ReadInt16), (ref MessagePackReader reader) => reader.ReadInt16()),
        (nameof(MessagePackReader.ReadUInt16), (ref MessagePackReader reader) => reader.ReadUInt16()),
        (nameof(MessagePackReader.ReadInt32), (ref MessagePackReader reader) => reader.ReadInt32()),
        (nameof(MessagePackReader.ReadUInt32), (ref MessagePackReader reader) => reader.ReadUInt32()),
        (nameof(MessagePackReader.ReadInt64), (ref MessagePackReader reader) => reader.ReadInt64()),
        (nameof(MessagePackReader.ReadUInt64), (ref MessagePackReader reader) => reader.ReadUInt64()),
        (nameof(MessagePackReader.ReadSingle), (ref MessagePackReader reader) => reader.ReadSingle()),
        (nameof(MessagePackReader.ReadDouble), (ref MessagePackReader reader) => reader.ReadDouble()),
        (nameof(MessagePackReader.ReadString), (ref MessagePackReader reader) => reader.ReadString()),
        (nameof(MessagePackReader.ReadStringBytes), (ref MessagePackReader reader) => reader.ReadStringBytes()),
        (nameof(MessagePackReader.ReadBinary), (ref MessagePackReader reader) => reader.ReadBinary()),
        (nameof(MessagePackReader.ReadArrayHeader), (ref MessagePackReader reader) => reader.ReadArrayHeader()),
        (nameof(MessagePackReader.ReadMapHeader), (ref MessagePackReader reader) => reader.ReadMapHeader()),
        (nameof(MessagePackReader.ReadExtensionHeader), (ref MessagePackReader reader) => reader.ReadExtensionHeader(out _)),
        (nameof(MessagePackReader.ReadTimestamp), (ref MessagePackReader reader) => reader.ReadTimestamp()),
        (nameof(MessagePackReader.TryReadNil), (ref MessagePackReader reader) => reader.TryReadNil()),
    ];
}
