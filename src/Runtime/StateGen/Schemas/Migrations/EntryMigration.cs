using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Schemas.Migrations;

/// <summary>Reads the map values or list elements that one generation wrote for a state. Immutable.</summary>
public sealed class EntryMigration
{
    private const int StackLength = 512;

    private readonly ValueTranscoder? _transcoder;

    internal EntryMigration(StateMigration migration, IReadOnlyList<StateUpgrade> upgrades)
    {
        KeepsWriteTime = migration.WriteTime == WriteTimeSource.Stored;
        _transcoder = migration.IsCopy ? null : new(migration, upgrades);
    }

    private EntryMigration() => KeepsWriteTime = true;

    /// <summary>Whether the write time in the header counts. Otherwise the entry counts as written when it was restored.</summary>
    public bool KeepsWriteTime { get; }

    /// <summary>Entries of the current shape.</summary>
    internal static EntryMigration Current { get; } = new();

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
