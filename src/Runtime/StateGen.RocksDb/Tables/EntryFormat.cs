using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>The stored form of a map value or list element: <see cref="EntryHeader"/> with at most one write time, then the value.</summary>
internal sealed class EntryFormat<T, TCodec>(StateDescriptor descriptor, StateStoreOptions options)
    where TCodec : struct, ICodec<T>
{
    /// <summary>The room on the stack that most values fit into; longer ones move to a pooled array.</summary>
    public const int StackLength = 512;

    // Entries that were written before the state had a time to live count as written when the store was opened.
    private readonly long _openedAt = options.Clock.Now;

    public void Write(ref MessagePackWriter writer, in T value)
    {
        EntryHeader.WriteSchemaNumber(ref writer, options.SchemaNumber);
        if (descriptor.TimeToLive is null)
        {
            EntryHeader.WriteTimesHeader(ref writer, 0);
        }
        else
        {
            EntryHeader.WriteTimesHeader(ref writer, 1);
            EntryHeader.WriteTime(ref writer, options.Clock.Now);
        }

        TCodec.Write(ref writer, in value);
    }

    /// <summary>Reads an entry, unless it has expired.</summary>
    public bool TryRead(ReadOnlySpan<byte> bytes, [MaybeNullWhen(false)] out T value)
    {
        var reader = new MessagePackReader(bytes);
        if (!ReadIsLive(ref reader))
        {
            value = default;
            return false;
        }

        value = TCodec.Read(ref reader);
        return true;
    }

    /// <summary>Whether an entry has not expired, without reading its value.</summary>
    public bool IsLive(ReadOnlySpan<byte> bytes)
    {
        if (descriptor.TimeToLive is null)
            return true;
        var reader = new MessagePackReader(bytes);
        return ReadIsLive(ref reader);
    }

    private bool ReadIsLive(ref MessagePackReader reader)
    {
        EntryHeader.ReadSchemaNumber(ref reader);
        var writtenAt = _openedAt;
        for (var times = EntryHeader.ReadTimesHeader(ref reader); times > 0; times--)
            writtenAt = EntryHeader.ReadTime(ref reader);
        return descriptor.TimeToLive is not { } timeToLive || !TimeToLive.IsExpired(writtenAt, timeToLive, options.Clock.Now);
    }
}
