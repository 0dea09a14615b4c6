using StateGen.Checkpoints;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory;

/// <summary>Reads the keys of a block that a <see cref="KeyedBlockWriter{TKey, TKeyCodec}"/> wrote, and checks them.</summary>
internal static class KeyedBlock
{
    /// <summary>Reads an operator's key, which must belong to the block's key group.</summary>
    public static TKey ReadKey<TKey, TKeyCodec>(in BlockHeader header, int maxParallelism, ref MessagePackReader entries, out ulong hash)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        var key = ReadKey<TKey, TKeyCodec>(ref entries);
        hash = TKeyCodec.Hash(in key);
        var group = KeyGroups.Of(hash, maxParallelism);
        if (group != header.KeyGroup)
            throw new SerializationFormatException($"A key of key group {group} stands in a block of key group {header.KeyGroup}.");
        return key;
    }

    /// <summary>Reads the number of the schema that an entry was written in, which must be the one that this program reads.</summary>
    public static void ReadSchemaNumber(in BlockHeader header, StateStoreOptions options, ref MessagePackReader entries)
    {
        var number = EntryHeader.ReadSchemaNumber(ref entries);
        if (number != options.SchemaNumber)
            throw new CheckpointFormatException($"An entry of '{header.Section}' of operator '{options.OperatorId}' was written in schema {number}; this program reads schema {options.SchemaNumber}. Restore it with the version that wrote it.");
    }

    /// <summary>Reads when a map entry or list element was written; now when that was not stored, because it had no time to live then.</summary>
    public static long ReadWriteTime(StateClock clock, ref MessagePackReader entries)
    {
        var writtenAt = EntryHeader.NeverWritten;
        for (var remaining = EntryHeader.ReadTimesHeader(ref entries); remaining > 0; remaining--)
            writtenAt = EntryHeader.ReadTime(ref entries);
        return writtenAt == EntryHeader.NeverWritten ? clock.Now : writtenAt;
    }

    /// <summary>Reads a key of any kind.</summary>
    public static T ReadKey<T, TCodec>(ref MessagePackReader entries)
        where TCodec : struct, IKeyCodec<T>
    {
        var reader = new KeyReader(entries.ReadBinary());
        var key = TCodec.Read(ref reader);
        return reader.AtEnd ? key : throw new SerializationFormatException("Bytes follow an encoded key.");
    }
}
