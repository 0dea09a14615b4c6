using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Snapshots;

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

    /// <summary>Reads a map value or list element, in whatever schema it was written, and when that was.</summary>
    public static T ReadEntry<T, TCodec>(EntryMigrations migrations, ref MessagePackReader entries, out long writtenAt)
        where TCodec : struct, ICodec<T>
    {
        var migration = migrations.Find(EntryHeader.ReadSchemaNumber(ref entries));
        writtenAt = migration.WriteTimeOf(EntryHeader.ReadSingleTime(ref entries));
        return migration.Read<T, TCodec>(ref entries);
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
