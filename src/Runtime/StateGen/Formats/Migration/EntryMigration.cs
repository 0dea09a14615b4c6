using StateGen.Formats.Migration;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Schemas.Migrations;

/// <summary>Reads the map values or list elements of one state that were written in one schema generation. Immutable.</summary>
public sealed class EntryMigration
{
    private const int StackLength = 512;

    private readonly ValueTranscoder? _transcoder;
    private readonly long? _writtenAt;

    internal EntryMigration(StateSchema state, StateMigration migration, SchemaChain chain, IReadOnlyList<StateUpgrade> upgrades)
    {
        _writtenAt = migration.LastWrite == LastWriteSource.Restore ? chain.BeginningFor(state, migration.TimedSince) : null;
        _transcoder = migration.IsCopy ? null : new(migration, upgrades);
    }

    private EntryMigration()
    {
    }

    /// <summary>Gets the migration of entries that are already in the current shape.</summary>
    internal static EntryMigration Current { get; } = new();

    /// <summary>Determines the last-write timestamp of an entry.</summary>
    /// <param name="stored">
    /// The timestamp in the entry's header, in milliseconds since the Unix epoch, or <see cref="EntryHeader.NeverWritten"/> if the header has none.
    /// </param>
    /// <returns>
    /// The stored timestamp; or, if the state had no time to live in a generation since, the beginning of the generation that introduced the time to live.
    /// </returns>
    public long LastWriteOf(long stored) => _writtenAt ?? stored;

    /// <summary>Reads the value behind an entry's header and brings it into the current shape.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TCodec">The codec of the value.</typeparam>
    /// <param name="reader">The reader, positioned at the value; afterwards, behind it.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a value of the generation's shape.</exception>
    /// <exception cref="StateGenException">An upgrade threw.</exception>
    public T Read<T, TCodec>(ref MessagePackReader reader)
        where TCodec : struct, ICodec<T> =>
        _transcoder is null ? TCodec.Read(ref reader) : Migrate<T, TCodec>(_transcoder, reader.ReadEncoded());

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

/// <summary>Maps the schema number of an entry to the migration that reads the entry, for one map or list state. Immutable and thread-safe.</summary>
public sealed class EntryMigrationTable
{
    private readonly StateMigrationTable _all;
    private readonly IReadOnlyDictionary<int, EntryMigration> _older;

    internal EntryMigrationTable(StateMigrationTable all, IReadOnlyDictionary<int, EntryMigration> older)
    {
        _all = all;
        _older = older;
    }

    /// <summary>Finds the migration that reads an entry.</summary>
    /// <param name="schemaNumber">The schema number in the entry's header.</param>
    /// <exception cref="Checkpoints.CheckpointFormatException">No schema of the chain that contains the state has this number.</exception>
    public EntryMigration Find(int schemaNumber)
    {
        if (schemaNumber == _all.SchemaNumber)
            return EntryMigration.Current;
        return _older.TryGetValue(schemaNumber, out var migration) ? migration : throw _all.UnknownNumber(schemaNumber);
    }
}
