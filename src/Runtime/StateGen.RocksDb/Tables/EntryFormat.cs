using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// The stored form of a map value or list element: <see cref="EntryHeader"/> with at most one write time, then the value. What was written in an older
/// schema is migrated whenever it is read, and stays as it is until it is written again.
/// </summary>
internal sealed class EntryFormat<T, TCodec>(StateDescriptor descriptor, StateStoreOptions options)
    where TCodec : struct, ICodec<T>
{
    /// <summary>The room on the stack that most values fit into; longer ones move to a pooled array.</summary>
    public const int StackLength = 512;

    private readonly EntryMigrations _migrations = options.Migrations.OfState(descriptor.Name);

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
        var migration = _migrations.Find(EntryHeader.ReadSchemaNumber(ref reader));
        if (!ReadIsLive(migration, ref reader))
        {
            value = default;
            return false;
        }

        value = migration.Read<T, TCodec>(ref reader);
        return true;
    }

    /// <summary>Whether an entry has not expired, without reading its value.</summary>
    public bool IsLive(ReadOnlySpan<byte> bytes)
    {
        if (descriptor.TimeToLive is null)
            return true;
        var reader = new MessagePackReader(bytes);
        return ReadIsLive(_migrations.Find(EntryHeader.ReadSchemaNumber(ref reader)), ref reader);
    }

    private bool ReadIsLive(EntryMigration migration, ref MessagePackReader reader)
    {
        var stored = EntryHeader.ReadSingleTime(ref reader);
        return descriptor.TimeToLive is not { } timeToLive || !TimeToLive.IsExpired(migration.WriteTimeOf(stored), timeToLive, options.Clock.Now);
    }
}
