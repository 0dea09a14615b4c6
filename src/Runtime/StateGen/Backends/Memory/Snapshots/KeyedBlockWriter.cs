using System.Diagnostics.CodeAnalysis;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Snapshots;

/// <summary>Gathers the entries of one section and key group into blocks of a <see cref="BlockFile"/>. Dispose it to write the last block.</summary>
internal ref struct KeyedBlockWriter<TKey, TKeyCodec>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private readonly BlockFile _file;
    private readonly string _section;
    private readonly int _keyGroup;
    private KeyWriter _key;
    private MessagePackWriter _entries;
    private int _entryCount;

    public KeyedBlockWriter(BlockFile file, string section, int keyGroup)
    {
        _file = file;
        _section = section;
        _keyGroup = keyGroup;
        _key = new([]);
        _entries = new([]);
    }

    /// <summary>Where the parts of the entry go that are not keys.</summary>
    [UnscopedRef]
    public ref MessagePackWriter Entries => ref _entries;

    /// <summary>Whether enough was gathered for the entry to end soon.</summary>
    public readonly bool IsFull => _entries.Length >= BlockFile.TargetBlockLength;

    public void WriteKey(in TKey key) => WriteKey<TKey, TKeyCodec>(in key);

    public void WriteKey<T, TCodec>(in T key)
        where TCodec : struct, IKeyCodec<T>
    {
        _key.Clear();
        TCodec.Write(ref _key, in key);
        _entries.WriteBinary(_key.Written);
    }

    /// <summary>Writes the header of a map entry or list element.</summary>
    /// <param name="schemaNumber">The schema that the value is written in.</param>
    /// <param name="writtenAt">When it was written; null when it lives for ever.</param>
    public void WriteHeader(int schemaNumber, long? writtenAt)
    {
        EntryHeader.WriteSchemaNumber(ref _entries, schemaNumber);
        EntryHeader.WriteTimesHeader(ref _entries, writtenAt is null ? 0 : 1);
        if (writtenAt is { } time)
            EntryHeader.WriteTime(ref _entries, time);
    }

    public void EndEntry()
    {
        _entryCount++;
        if (IsFull)
            Flush();
    }

    public void Dispose()
    {
        Flush();
        _key.Dispose();
        _entries.Dispose();
    }

    private void Flush()
    {
        if (_entryCount > 0)
            _file.Append(new(_section, _keyGroup, _entryCount), _entries.Written);
        _entries.Clear();
        _entryCount = 0;
    }
}
