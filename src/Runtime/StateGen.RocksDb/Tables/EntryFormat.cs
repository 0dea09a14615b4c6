using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Defines the stored form of a map value or list element: an <see cref="EntryHeader"/> with at most one last-write timestamp, then the value. An entry of an
/// older schema is migrated whenever it is read; the stored form does not change until the entry is written again.
/// </summary>
internal sealed class EntryFormat<T, TCodec>(StateDescriptor descriptor, StateStore store)
    where TCodec : struct, ICodec<T>
{
    /// <summary>The size of a stack buffer that is large enough for most values. Longer values use a pooled array.</summary>
    public const int StackLength = 512;

    private readonly EntryMigrationTable _migrations = store.Options.Migrations.OfState(descriptor.Name);

    /// <summary>Encodes an entry. The caller disposes the writer.</summary>
    /// <param name="value">The value.</param>
    /// <param name="buffer">The initial buffer, of length <see cref="StackLength"/>.</param>
    public MessagePackWriter Encode(in T value, Span<byte> buffer)
    {
        var writer = new MessagePackWriter(buffer);
        WriteHeader(ref writer);
        try
        {
            TCodec.Write(ref writer, in value);
            return writer;
        }
        catch
        {
            // The pooled array of a long value would be lost to the pool.
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Reads an entry unless it has expired.</summary>
    /// <returns>true if the entry is live; false if it has expired.</returns>
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

    /// <summary>Determines whether an entry is live, without reading its value.</summary>
    public bool IsLive(ReadOnlySpan<byte> bytes)
    {
        if (descriptor.TimeToLive is null)
            return true;
        var reader = new MessagePackReader(bytes);
        return ReadIsLive(_migrations.Find(EntryHeader.ReadSchemaNumber(ref reader)), ref reader);
    }

    private void WriteHeader(ref MessagePackWriter writer)
    {
        EntryHeader.WriteSchemaNumber(ref writer, store.Options.SchemaNumber);
        if (descriptor.TimeToLive is null)
        {
            EntryHeader.WriteTimestampsHeader(ref writer, 0);
            return;
        }

        EntryHeader.WriteTimestampsHeader(ref writer, 1);
        EntryHeader.WriteTimestamp(ref writer, store.Clock.Now);
    }

    private bool ReadIsLive(EntryMigration migration, ref MessagePackReader reader)
    {
        var stored = EntryHeader.ReadSingleTimestamp(ref reader);
        return descriptor.TimeToLive is not { } timeToLive || !TimeToLive.IsExpired(migration.LastWriteOf(stored), timeToLive, store.Clock.Now);
    }
}

/// <summary>
/// Defines the layout of the stored keys of rows, maps and lists. The format does not change:
/// <code>
/// key group (2 bytes, big-endian) ‖ encoded key ‖ nothing, or encoded map key, or list counter (8 bytes, big-endian)
/// </code>
/// Encoded keys are self-delimiting, so the entries of different keys cannot be confused, and the entries of one key are adjacent.
/// </summary>
internal static class StoredKey
{
    /// <summary>The size of a stack buffer that is large enough for most keys. Longer keys use a pooled array.</summary>
    public const int StackLength = 256;

    /// <summary>Encodes the part that all entries of one key share. The caller disposes the writer.</summary>
    /// <param name="key">The operator's key.</param>
    /// <param name="hash">The stable hash of the key.</param>
    /// <param name="maxParallelism">The number of key groups.</param>
    /// <param name="buffer">The initial buffer, of length <see cref="StackLength"/>.</param>
    public static KeyWriter EncodePrefix<TKey, TKeyCodec>(in TKey key, ulong hash, int maxParallelism, Span<byte> buffer)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        var writer = new KeyWriter(buffer);
        try
        {
            WritePrefix<TKey, TKeyCodec>(ref writer, in key, hash, maxParallelism);
            return writer;
        }
        catch
        {
            // The pooled array of a long key would be lost to the pool.
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Writes the part that all entries of one key share.</summary>
    public static void WritePrefix<TKey, TKeyCodec>(ref KeyWriter writer, in TKey key, ulong hash, int maxParallelism)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        writer.WriteUInt16((ushort)KeyGroups.Of(hash, maxParallelism));
        TKeyCodec.Write(ref writer, in key);
    }
}
