using StateGen.Backends;
using StateGen.RocksDb.Native;
using StateGen.Schemas;
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
            return HasExpired(ref reader, value, clock);
        }
        catch (Exception)
        {
            // A damaged entry, an unknown schema, or a time provider that throws. An exception in a native thread would end the process.
            return false;
        }
    }

    /// <summary>Determines whether an entry has expired. May throw.</summary>
    protected abstract bool HasExpired(ref MessagePackReader reader, ReadOnlySpan<byte> stored, SubtaskClock now);
}

/// <summary>The expiry of the entries of one map or list state.</summary>
internal sealed class EntryExpiry(StateDescriptor descriptor, long timeToLive, StateStoreOptions options, SubtaskClock clock) : StoredExpiry(clock)
{
    private readonly EntryTtl _ttl = new(descriptor, clock);
    private readonly EntryMigrationTable _migrations = options.Migrations.OfState(descriptor.Name);

    public override long? TurnoverMilliseconds => timeToLive;

    /// <summary>Creates the expiry of a state; null if its entries do not expire.</summary>
    public static EntryExpiry? Of(StateDescriptor descriptor, StateStoreOptions options, SubtaskClock clock) =>
        descriptor.TimeToLive is { } timeToLive ? new(descriptor, timeToLive, options, clock) : null;

    protected override bool HasExpired(ref MessagePackReader reader, ReadOnlySpan<byte> stored, SubtaskClock now)
    {
        var migration = _migrations.Find(EntryHeader.ReadSchemaNumber(ref reader));
        return _ttl.IsExpired(migration.LastWriteOf(EntryHeader.ReadSingleTimestamp(ref reader)));
    }
}

/// <summary>
/// The expiry of rows. A row has expired if all states with a time to live have, and the others are default, which their stored bytes say. A row of an older
/// schema that has a value of another type for a state without a time to live stays until it is read: only a conversion says what it holds.
/// </summary>
internal sealed class RowExpiry : StoredExpiry
{
    private readonly StateMigrationTable _migrations;
    private readonly IReadOnlyList<StateSchema> _states;
    private readonly byte[][] _defaults;
    private readonly Func<int, LastWrite, bool> _hasExpired;

    private RowExpiry(StateMigrationTable migrations, SubtaskClock clock, IReadOnlyList<StateSchema> states, byte[][] defaults)
        : base(clock)
    {
        _migrations = migrations;
        _states = states;
        _defaults = defaults;
        _hasExpired = (index, lastWrite) => IsExpired(lastWrite, states[index], clock);
    }

    public override long? TurnoverMilliseconds =>
        _states.All(state => state.TimeToLiveMilliseconds is not null) ? _states.Max(state => state.TimeToLiveMilliseconds) : null;

    /// <summary>Creates the expiry of rows; null if they do not expire, or if it is not known how.</summary>
    public static RowExpiry? Of<TRow, TRowCodec>(StateStoreOptions options, SubtaskClock clock)
        where TRow : struct
        where TRowCodec : struct, IRowCodec<TRow>
    {
        var states = options.Migrations.RowStates;
        return states.All(state => state.TimeToLiveMilliseconds is null)
            ? null
            : new(options.Migrations, clock, states, EncodeDefaults<TRow, TRowCodec>(states.Count));
    }

    protected override bool HasExpired(ref MessagePackReader reader, ReadOnlySpan<byte> stored, SubtaskClock now)
    {
        var schemaNumber = EntryHeader.ReadSchemaNumber(ref reader);
        if (schemaNumber != _migrations.SchemaNumber)
            return _migrations.HoldsNothing(schemaNumber, stored[reader.Position..], _hasExpired, _defaults);
        var remaining = EntryHeader.ReadTimestampsHeader(ref reader);
        foreach (var state in _states)
        {
            if (state.TimeToLiveMilliseconds is null)
                continue;
            if (--remaining < 0 || !IsExpired(LastWrite.At(EntryHeader.ReadTimestamp(ref reader)), state, now))
                return false;
        }

        return remaining == 0 && reader.ReadArrayHeader() == _states.Count && ArePermanentDefault(ref reader, stored);
    }

    private static bool IsExpired(LastWrite lastWrite, StateSchema state, SubtaskClock now)
    {
        var timeToLive = state.TimeToLiveMilliseconds!.Value;
        return state.ExpiresByEventTime ? now.HasExpiredInEventTime(lastWrite, timeToLive) : now.HasExpired(lastWrite, timeToLive);
    }

    private bool ArePermanentDefault(ref MessagePackReader reader, ReadOnlySpan<byte> stored)
    {
        for (var index = 0; index < _states.Count; index++)
        {
            var start = reader.Position;
            reader.Skip();
            if (_states[index].TimeToLiveMilliseconds is null && !stored[start..reader.Position].SequenceEqual(_defaults[index]))
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
