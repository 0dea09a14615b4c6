using System.Diagnostics.CodeAnalysis;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Snapshots;

/// <summary>Reads and checks the keys and entries of a block that a <see cref="KeyedBlockWriter{TKey, TKeyCodec}"/> wrote.</summary>
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
            throw new SerializationFormatException($"A block of key group {header.KeyGroup} contains a key of key group {group}.");
        return key;
    }

    /// <summary>Reads a map value or list element, migrated from the schema that it was written with, and its last-write timestamp.</summary>
    public static T ReadEntry<T, TCodec>(EntryMigrationTable migrations, ref MessagePackReader entries, out long writtenAt)
        where TCodec : struct, ICodec<T>
    {
        var migration = migrations.Find(EntryHeader.ReadSchemaNumber(ref entries));
        writtenAt = migration.LastWriteOf(EntryHeader.ReadSingleTimestamp(ref entries));
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

/// <summary>Collects the entries of one section and key group into blocks of a <see cref="BlockFile"/>. Flush it at the end.</summary>
internal ref struct KeyedBlockWriter<TKey, TKeyCodec>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private readonly BlockFile _file;
    private readonly string _section;
    private readonly int _keyGroup;
    private KeyWriter _key;
    private MessagePackWriter _entries;
    private int _entryCount;
    private int _runHeader;

    public KeyedBlockWriter(BlockFile file, string section, int keyGroup)
    {
        _file = file;
        _section = section;
        _keyGroup = keyGroup;
        _key = new([]);
        _entries = new([]);
    }

    /// <summary>Gets the writer for the parts of an entry that are not keys.</summary>
    [UnscopedRef]
    public ref MessagePackWriter Entries => ref _entries;

    /// <summary>Gets a value indicating whether the block has reached its target length.</summary>
    public readonly bool IsFull => _entries.Length >= BlockFile.TargetBlockLength;

    /// <summary>Gets a value indicating whether a run should end here, so that the block fits into an array.</summary>
    public readonly bool EndsRun => _entries.Length >= BlockFile.LongestRunLength;

    public void WriteKey(in TKey key) => WriteKey<TKey, TKeyCodec>(in key);

    public void WriteKey<T, TCodec>(in T key)
        where TCodec : struct, IKeyCodec<T>
    {
        _key.Clear();
        TCodec.Write(ref _key, in key);
        _entries.WriteBinary(_key.Written);
    }

    /// <summary>Writes the header of a map entry or list element.</summary>
    /// <param name="schemaNumber">The number of the schema that the value is written with.</param>
    /// <param name="writtenAt">The last-write timestamp; null if the entry does not expire.</param>
    public void WriteHeader(int schemaNumber, long? writtenAt)
    {
        EntryHeader.WriteSchemaNumber(ref _entries, schemaNumber);
        EntryHeader.WriteTimestampsHeader(ref _entries, writtenAt is null ? 0 : 1);
        if (writtenAt is { } time)
            EntryHeader.WriteTimestamp(ref _entries, time);
    }

    /// <summary>Begins a run: elements or map entries of one key, written as one entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="count">The number of elements that the run is to have.</param>
    public void BeginRun(in TKey key, int count)
    {
        WriteKey(in key);
        _runHeader = _entries.Length;
        _entries.WriteArrayHeader(count);
    }

    /// <summary>Ends a run, which may have fewer elements than it was to have.</summary>
    public void EndRun(int count)
    {
        _entries.RewriteArrayHeader(_runHeader, count);
        EndEntry();
    }

    public void EndEntry()
    {
        _entryCount++;
        if (IsFull)
            Flush();
    }

    /// <summary>Releases the buffers. Entries since the last <see cref="Flush"/> are dropped.</summary>
    public void Dispose()
    {
        _key.Dispose();
        _entries.Dispose();
    }

    /// <summary>Appends the entries since the last block to the file as one block.</summary>
    public void Flush()
    {
        if (_entryCount > 0)
            _file.Append(new(_section, _keyGroup, _entryCount), _entries.Written);
        _entries.Clear();
        _entryCount = 0;
    }
}
