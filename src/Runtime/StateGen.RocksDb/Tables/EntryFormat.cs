using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Defines the stored form of a map value or list element: an <see cref="EntryHeader"/> with at most one last-write timestamp, then the value. An entry of an
/// older schema is migrated whenever it is read; the stored form does not change until the entry is written again.
/// </summary>
internal sealed class EntryFormat<T, TCodec>(StateDescriptor descriptor, StateStoreOptions options, SubtaskClock clock)
    where TCodec : struct, ICodec<T>
{
    /// <summary>The size of a stack buffer that is large enough for most values. Longer values use a pooled array.</summary>
    public const int StackLength = 512;

    private readonly EntryMigrationTable _migrations = options.Migrations.OfState(descriptor.Name);
    private readonly EntryTtl _ttl = new(descriptor, clock);

    /// <summary>Gets a value indicating whether an entry that has expired may still be returned, so that only a read deletes it.</summary>
    public bool ReturnsExpired => _ttl.ReturnsExpired;

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

    /// <summary>Reads an entry that a read may change, as the options of its time to live say.</summary>
    /// <param name="bytes">The stored entry.</param>
    /// <param name="value">The value, if it is returned.</param>
    /// <param name="change">How the read changes the entry.</param>
    /// <returns>true if the entry is returned; otherwise, false.</returns>
    public bool TryRead(ReadOnlySpan<byte> bytes, [MaybeNullWhen(false)] out T value, out ReadChange change)
    {
        var reader = new MessagePackReader(bytes);
        var migration = _migrations.Find(EntryHeader.ReadSchemaNumber(ref reader));
        var writtenAt = migration.LastWriteOf(EntryHeader.ReadSingleTimestamp(ref reader));
        var isExpired = _ttl.IsExpired(writtenAt);
        change = isExpired ? ReadChange.Removed
            : _ttl.RefreshesOnRead && _ttl.WriteTime > writtenAt ? ReadChange.Refreshed
            : ReadChange.None;
        value = default;
        if (isExpired && !_ttl.IsReturned(writtenAt))
            return false;
        value = migration.Read<T, TCodec>(ref reader);
        return true;
    }

    /// <summary>
    /// Makes the change of the read of an entry that a cursor has come to. The cursor still has an expired entry that was removed after the cursor was opened.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="family">The table.</param>
    /// <param name="storedKey">The stored key of the entry.</param>
    /// <param name="value">The value that was read.</param>
    /// <returns>true if the entry is still stored; false if the record has removed it, so that it is not returned.</returns>
    [SkipLocalsInit]
    public bool ApplyAtCursor(ReadChange change, TableFamily family, ReadOnlySpan<byte> storedKey, in T value)
    {
        if (change == ReadChange.Removed && ReturnsExpired)
        {
            using var stored = family.Get(storedKey, stackalloc byte[StackLength]);
            if (!stored.Found)
                return false;
        }

        Apply(change, family, storedKey, in value);
        return true;
    }

    /// <summary>Makes the change of a read.</summary>
    /// <param name="change">The change.</param>
    /// <param name="family">The table.</param>
    /// <param name="storedKey">The stored key of the entry.</param>
    /// <param name="value">The value that was read.</param>
    [SkipLocalsInit]
    public void Apply(ReadChange change, TableFamily family, ReadOnlySpan<byte> storedKey, in T value)
    {
        if (change == ReadChange.Removed)
            family.Delete(storedKey);
        if (change != ReadChange.Refreshed)
            return;
        using var entry = Encode(in value, stackalloc byte[StackLength]);
        family.Put(storedKey, entry.Written);
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
        EntryHeader.WriteSchemaNumber(ref writer, options.SchemaNumber);
        if (descriptor.TimeToLive is null)
        {
            EntryHeader.WriteTimestampsHeader(ref writer, 0);
            return;
        }

        EntryHeader.WriteTimestampsHeader(ref writer, 1);
        EntryHeader.WriteTimestamp(ref writer, _ttl.WriteTime);
    }

    private bool ReadIsLive(EntryMigration migration, ref MessagePackReader reader)
    {
        var stored = EntryHeader.ReadSingleTimestamp(ref reader);
        return !_ttl.IsExpired(migration.LastWriteOf(stored));
    }
}

/// <summary>Specifies how a read changes an entry with a time to live.</summary>
internal enum ReadChange
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The entry is written again, which starts its time to live again.</summary>
    Refreshed,

    /// <summary>The entry has expired and is deleted.</summary>
    Removed,
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
