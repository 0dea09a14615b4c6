using StateGen.Backends;
using StateGen.RocksDb.Native;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Determines by the stored bytes of an entry, and without the code of users, whether it has expired. Damaged bytes and unknown schemas count as not
/// expired: a reader reports them. Thread-safe; never throws.
/// </summary>
internal abstract class StoredExpiry(SubtaskClock clock) : ICompactionRule
{
    /// <summary>
    /// Gets the time in milliseconds within which every entry is written again or expires, so that rewriting the files as often costs no more than the writes
    /// themselves; null if some entries do not expire.
    /// </summary>
    public abstract long? TurnoverMilliseconds { get; }

    public bool IsDropped(ReadOnlySpan<byte> value) => HasExpired(value);

    /// <summary>Determines whether an entry has expired.</summary>
    public bool HasExpired(ReadOnlySpan<byte> value)
    {
        try
        {
            var reader = new MessagePackReader(value);
            return HasExpired(ref reader, value, clock.Now);
        }
        catch (Exception)
        {
            // A damaged entry, an unknown schema, or a time provider that throws. An exception in a native thread would end the process.
            return false;
        }
    }

    /// <summary>Determines whether an entry has expired. May throw.</summary>
    protected abstract bool HasExpired(ref MessagePackReader reader, ReadOnlySpan<byte> stored, long now);
}

/// <summary>The expiry of the entries of one map or list state.</summary>
internal sealed class EntryExpiry(StateDescriptor descriptor, long timeToLive, StateStore store) : StoredExpiry(store.Clock)
{
    private readonly EntryMigrationTable _migrations = store.Options.Migrations.OfState(descriptor.Name);

    public override long? TurnoverMilliseconds => timeToLive;

    /// <summary>Creates the expiry of a state; null if its entries do not expire.</summary>
    public static EntryExpiry? Of(StateDescriptor descriptor, StateStore store) =>
        descriptor.TimeToLive is { } timeToLive ? new(descriptor, timeToLive, store) : null;

    protected override bool HasExpired(ref MessagePackReader reader, ReadOnlySpan<byte> stored, long now)
    {
        var migration = _migrations.Find(EntryHeader.ReadSchemaNumber(ref reader));
        return TimeToLive.IsExpired(migration.LastWriteOf(EntryHeader.ReadSingleTimestamp(ref reader)), timeToLive, now);
    }
}

/// <summary>
/// The expiry of rows. A row has expired if all states with a time to live have, and the others are default, which their stored bytes say. Rows of older
/// schemas stay until they are read: only a migration says what they hold.
/// </summary>
internal sealed class RowExpiry : StoredExpiry
{
    private readonly int _schemaNumber;
    private readonly IReadOnlyList<long?> _timesToLive;
    private readonly byte[][] _defaults;

    private RowExpiry(StateStore store, IReadOnlyList<long?> timesToLive, byte[][] defaults)
        : base(store.Clock)
    {
        _schemaNumber = store.Options.SchemaNumber;
        _timesToLive = timesToLive;
        _defaults = defaults;
    }

    public override long? TurnoverMilliseconds => _timesToLive.All(time => time is not null) ? _timesToLive.Max() : null;

    /// <summary>Creates the expiry of rows; null if they do not expire, or if it is not known how.</summary>
    public static RowExpiry? Of<TRow, TRowCodec>(StateStore store)
        where TRow : struct
        where TRowCodec : struct, IRowCodec<TRow>
    {
        var timesToLive = store.Options.Migrations.RowTimesToLive;
        return timesToLive.Any(time => time is not null) ? new(store, timesToLive, EncodeDefaults<TRow, TRowCodec>(timesToLive.Count)) : null;
    }

    protected override bool HasExpired(ref MessagePackReader reader, ReadOnlySpan<byte> stored, long now)
    {
        if (EntryHeader.ReadSchemaNumber(ref reader) != _schemaNumber)
            return false;
        var remaining = EntryHeader.ReadTimestampsHeader(ref reader);
        foreach (var time in _timesToLive)
        {
            if (time is { } timeToLive && (--remaining < 0 || !TimeToLive.IsExpired(EntryHeader.ReadTimestamp(ref reader), timeToLive, now)))
                return false;
        }

        return remaining == 0 && reader.ReadArrayHeader() == _timesToLive.Count && ArePermanentDefault(ref reader, stored);
    }

    private bool ArePermanentDefault(ref MessagePackReader reader, ReadOnlySpan<byte> stored)
    {
        for (var index = 0; index < _timesToLive.Count; index++)
        {
            var start = reader.Position;
            reader.Skip();
            if (_timesToLive[index] is null && !stored[start..reader.Position].SequenceEqual(_defaults[index]))
                return false;
        }

        return true;
    }

    // The stored form of each state of a row that was never written.
    private static byte[][] EncodeDefaults<TRow, TRowCodec>(int count)
        where TRow : struct
        where TRowCodec : struct, IRowCodec<TRow>
    {
        var writer = new MessagePackWriter(stackalloc byte[512]);
        try
        {
            TRowCodec.Write(ref writer, default);
            var reader = new MessagePackReader(writer.Written);
            EntryHeader.SkipTimestamps(ref reader);
            var defaults = new byte[reader.ReadArrayHeader()][];
            for (var index = 0; index < defaults.Length; index++)
            {
                var start = reader.Position;
                reader.Skip();
                defaults[index] = writer.Written[start..reader.Position].ToArray();
            }

            return defaults;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A codec of the user that does not write a default value. No stored value then counts as one.
            return [.. Enumerable.Repeat(Array.Empty<byte>(), count)];
        }
        finally
        {
            writer.Dispose();
        }
    }
}
