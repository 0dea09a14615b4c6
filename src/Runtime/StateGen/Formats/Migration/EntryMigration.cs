using StateGen.Formats.Migration;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Schemas.Migrations;

/// <summary>Reads the map values or list elements that one generation wrote for a state. Immutable.</summary>
public sealed class EntryMigration
{
    private const int StackLength = 512;

    private readonly ValueTranscoder? _transcoder;
    private readonly long? _writtenAt;

    internal EntryMigration(StateMigration migration, SchemaChain chain, IReadOnlyList<StateUpgrade> upgrades)
    {
        _writtenAt = migration.LastWrite == LastWriteSource.Restore ? chain.BeginningOf(migration.TimedSince) : null;
        _transcoder = migration.IsCopy ? null : new(migration, upgrades);
    }

    private EntryMigration()
    {
    }

    /// <summary>Entries of the current shape.</summary>
    internal static EntryMigration Current { get; } = new();

    /// <summary>When an entry counts as written.</summary>
    /// <param name="stored">The write time in its header, in milliseconds since the Unix epoch, or <see cref="EntryHeader.NeverWritten"/> when it has none.</param>
    /// <returns>That time; or, where the state had no time to live for a while since, the beginning of the generation that brought it.</returns>
    public long LastWriteOf(long stored) => _writtenAt ?? stored;

    /// <summary>Reads a value behind its header.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TCodec">Its codec.</typeparam>
    /// <param name="reader">Stands at the value; afterwards behind it.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a value of the generation's shape.</exception>
    /// <exception cref="StateGenException">An upgrade threw.</exception>
    public T Read<T, TCodec>(ref MessagePackReader reader)
        where TCodec : struct, ICodec<T> => _transcoder is null ? TCodec.Read(ref reader) : Migrate<T, TCodec>(_transcoder, reader.ReadEncoded());

    private static T Migrate<T, TCodec>(ValueTranscoder transcoder, scoped ReadOnlySpan<byte> value)
        where TCodec : struct, ICodec<T>
    {
        var writer = new MessagePackWriter(stackalloc byte[StackLength]);
        try
        {
            transcoder.Transcode(value, ref writer);
            var migrated = new MessagePackReader(writer.Written);
            return TCodec.Read(ref migrated);
        }
        finally
        {
            writer.Dispose();
        }
    }
}

/// <summary>Finds what reads the entries of one map or list state, by the schema number that each carries. Immutable and thread-safe.</summary>
public sealed class EntryMigrationTable
{
    private readonly StateMigrationTable _all;
    private readonly IReadOnlyDictionary<int, EntryMigration> _older;

    internal EntryMigrationTable(StateMigrationTable all, IReadOnlyDictionary<int, EntryMigration> older)
    {
        _all = all;
        _older = older;
    }

    /// <summary>What reads an entry.</summary>
    /// <param name="schemaNumber">The number in its header.</param>
    /// <exception cref="Checkpoints.CheckpointFormatException">No schema has that number that had the state.</exception>
    public EntryMigration Find(int schemaNumber)
    {
        if (schemaNumber == _all.SchemaNumber)
            return EntryMigration.Current;
        return _older.TryGetValue(schemaNumber, out var migration) ? migration : throw _all.UnknownNumber(schemaNumber);
    }
}
