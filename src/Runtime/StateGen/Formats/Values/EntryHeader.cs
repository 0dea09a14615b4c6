using System.ComponentModel;

namespace StateGen.Serialization;

/// <summary>
/// Generated code: the header before every stored row, map value and list element. The format is final:
/// <code>
/// schema number ‖ last-write timestamps ‖ content
/// schema number          MessagePack unsigned integer: the schema that wrote the entry; numbers count up in the manifest's schema chain
/// last-write timestamps  MessagePack array: one element per state with a time to live, in schema order (a map value or list element has
///                        at most one): milliseconds since the Unix epoch as a MessagePack integer, or nil if never written;
///                        90, the empty array, if no state has a time to live
/// content                one MessagePack value, written by the codec of the row, map value or list element
/// </code>
/// The header can be read without the schema, so that a compaction filter can drop an expired entry without decoding its content.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EntryHeader
{
    /// <summary>The last-write timestamp of a state that was never written; stored as nil.</summary>
    public const long NeverWritten = long.MinValue;

    /// <summary>Writes the first part: the number of the schema of the content.</summary>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <param name="schemaNumber">The number, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static void WriteSchemaNumber(ref MessagePackWriter writer, int schemaNumber)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(schemaNumber);
        writer.WriteUInt64((ulong)schemaNumber);
    }

    /// <summary>Begins the second part; that many calls of <see cref="WriteTimestamp"/> follow.</summary>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <param name="count">The number of states with a time to live; 0 if no state has one.</param>
    public static void WriteTimestampsHeader(ref MessagePackWriter writer, int count) => writer.WriteArrayHeader(count);

    /// <summary>Writes one last-write timestamp.</summary>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <param name="milliseconds">Milliseconds since the Unix epoch, or <see cref="NeverWritten"/>.</param>
    public static void WriteTimestamp(ref MessagePackWriter writer, long milliseconds)
    {
        if (milliseconds == NeverWritten)
            writer.WriteNil();
        else
            writer.WriteInt64(milliseconds);
    }

    /// <summary>Reads the first part.</summary>
    /// <param name="reader">The reader, positioned at the header.</param>
    /// <returns>The number of the schema of the content.</returns>
    /// <exception cref="SerializationFormatException">The bytes are damaged.</exception>
    public static int ReadSchemaNumber(ref MessagePackReader reader)
    {
        var number = reader.ReadInt32();
        return number >= 0 ? number : throw SerializationFormatException.Invalid("schema number", $"is negative: {number}");
    }

    /// <summary>Begins reading the second part; that many calls of <see cref="ReadTimestamp"/> follow.</summary>
    /// <param name="reader">The reader, positioned behind the schema number.</param>
    /// <returns>The number of last-write timestamps.</returns>
    /// <exception cref="SerializationFormatException">The bytes are damaged.</exception>
    public static int ReadTimestampsHeader(ref MessagePackReader reader) => reader.ReadArrayHeader();

    /// <summary>Reads one last-write timestamp.</summary>
    /// <param name="reader">The reader, positioned at the timestamp.</param>
    /// <returns>Milliseconds since the Unix epoch, or <see cref="NeverWritten"/>.</returns>
    /// <exception cref="SerializationFormatException">The bytes are damaged.</exception>
    public static long ReadTimestamp(ref MessagePackReader reader) => reader.TryReadNil() ? NeverWritten : reader.ReadInt64();

    /// <summary>Reads the second part of a map value or list element.</summary>
    /// <param name="reader">The reader, positioned behind the schema number; afterwards, at the content.</param>
    /// <returns>The timestamp in milliseconds since the Unix epoch, or <see cref="NeverWritten"/> if the state had no time to live.</returns>
    /// <exception cref="SerializationFormatException">The bytes are damaged.</exception>
    public static long ReadSingleTimestamp(ref MessagePackReader reader)
    {
        var time = NeverWritten;
        for (var remaining = ReadTimestampsHeader(ref reader); remaining > 0; remaining--)
            time = ReadTimestamp(ref reader);
        return time;
    }

    /// <summary>Skips the second part.</summary>
    /// <param name="reader">The reader, positioned behind the schema number; afterwards, at the content.</param>
    /// <exception cref="SerializationFormatException">The bytes are damaged.</exception>
    public static void SkipTimestamps(ref MessagePackReader reader)
    {
        for (var remaining = ReadTimestampsHeader(ref reader); remaining > 0; remaining--)
            ReadTimestamp(ref reader);
    }

    /// <summary>Skips both parts.</summary>
    /// <param name="reader">The reader, positioned at the header; afterwards, at the content.</param>
    /// <exception cref="SerializationFormatException">The bytes are damaged.</exception>
    public static void Skip(ref MessagePackReader reader)
    {
        ReadSchemaNumber(ref reader);
        SkipTimestamps(ref reader);
    }
}
