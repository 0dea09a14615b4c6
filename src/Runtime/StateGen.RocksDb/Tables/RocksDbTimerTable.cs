using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// The timers in RocksDB, in the order in which they fire. The values are empty. The format of the keys does not change:
/// <code>
/// kind (1 byte) ‖ timestamp (8 bytes, big-endian, sign bit flipped so that negative timestamps sort first)
///     ‖ key group (2 bytes, big-endian) ‖ encoded key
/// </code>
/// </summary>
internal sealed class RocksDbTimerTable<TKey, TKeyCodec>(TableFamily family, StateStoreOptions options) : TimerTable<TKey>, IRecordObserver
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    /// <summary>The offset of the key group in a stored key.</summary>
    public const int KeyGroupOffset = sizeof(byte) + sizeof(long);

    private const ulong SignBit = 1UL << 63;

    private readonly Dictionary<TimerKind, TimerFrontier<TKey>> _frontiers = [];

    public override long Count
    {
        get
        {
            using var cursor = family.OpenCursor(prefix: []);
            var count = 0L;
            while (cursor.MoveNext())
                count++;
            return count;
        }
    }

    [SkipLocalsInit]
    public override void Register(in KeyedTimer<TKey> timer)
    {
        using var storedKey = EncodeKey(in timer, stackalloc byte[StoredKey.StackLength]);
        family.Put(storedKey.Written, value: []);
        FrontierOf(timer.Kind).Register(storedKey.Written, in timer);
    }

    [SkipLocalsInit]
    public override void Delete(in KeyedTimer<TKey> timer)
    {
        using var storedKey = EncodeKey(in timer, stackalloc byte[StoredKey.StackLength]);
        family.Delete(storedKey.Written);
        FrontierOf(timer.Kind).Delete(storedKey.Written);
    }

    [SkipLocalsInit]
    public override bool Contains(in KeyedTimer<TKey> timer)
    {
        using var storedKey = EncodeKey(in timer, stackalloc byte[StoredKey.StackLength]);
        using var stored = family.Get(storedKey.Written, buffer: []);
        return stored.Found;
    }

    public override bool TryPeek(TimerKind kind, long upTo, out KeyedTimer<TKey> timer)
    {
        var frontier = FrontierOf(kind);
        if (!frontier.IsKnown)
            Find(kind, frontier);
        return frontier.TryGet(upTo, out timer);
    }

    public void RecordCommitted()
    {
        foreach (var frontier in _frontiers.Values)
            frontier.RecordCommitted();
    }

    public void RecordRolledBack()
    {
        foreach (var frontier in _frontiers.Values)
            frontier.RecordRolledBack();
    }

    private void Find(TimerKind kind, TimerFrontier<TKey> frontier)
    {
        using var cursor = family.OpenCursor([(byte)kind], frontier.From);
        if (cursor.MoveNext())
            frontier.Found(cursor.Key, Decode(cursor.Key));
        else
            frontier.FoundNone();
    }

    private TimerFrontier<TKey> FrontierOf(TimerKind kind)
    {
        if (!_frontiers.TryGetValue(kind, out var frontier))
            _frontiers.Add(kind, frontier = new([(byte)kind]));
        return frontier;
    }

    private KeyWriter EncodeKey(in KeyedTimer<TKey> timer, Span<byte> buffer)
    {
        var writer = new KeyWriter(buffer);
        writer.WriteByte((byte)timer.Kind);
        writer.WriteUInt64((ulong)timer.Timestamp ^ SignBit);
        try
        {
            StoredKey.WritePrefix<TKey, TKeyCodec>(ref writer, timer.Key, timer.Hash, options.MaxParallelism);
            return writer;
        }
        catch
        {
            // The pooled array of a long key would be lost to the pool.
            writer.Dispose();
            throw;
        }
    }

    private static KeyedTimer<TKey> Decode(ReadOnlySpan<byte> storedKey)
    {
        var reader = new KeyReader(storedKey);
        var kind = (TimerKind)reader.ReadByte();
        var timestamp = (long)(reader.ReadUInt64() ^ SignBit);
        reader.ReadUInt16();
        var key = TKeyCodec.Read(ref reader);
        return new(kind, timestamp, key, TKeyCodec.Hash(in key));
    }
}

/// <summary>
/// Tracks the position of the earliest timer of one kind. A watermark that fires no timer then needs no read, and the search for the next timer does not
/// visit the deleted entries of earlier timers. Invariant: no registered timer sorts below <see cref="From"/>.
/// </summary>
internal sealed class TimerFrontier<TKey>
    where TKey : notnull
{
    private byte[] _committedFrom;
    private bool _none;

    /// <param name="first">The lowest stored key of the kind.</param>
    public TimerFrontier(ReadOnlySpan<byte> first) => From = _committedFrom = first.ToArray();

    /// <summary>Gets the lower bound of the stored key of the earliest timer, inclusive.</summary>
    public byte[] From { get; private set; }

    /// <summary>Gets a value indicating whether the earliest timer is known, or is known not to exist.</summary>
    public bool IsKnown { get; private set; }

    private KeyedTimer<TKey> Earliest { get; set; }

    /// <summary>Gets the earliest timer if there is one up to a timestamp. Called only if <see cref="IsKnown"/> is true.</summary>
    /// <returns>true if there is such a timer; otherwise, false.</returns>
    public bool TryGet(long upTo, out KeyedTimer<TKey> timer)
    {
        timer = Earliest;
        return !_none && Earliest.Timestamp <= upTo;
    }

    public void Register(ReadOnlySpan<byte> storedKey, in KeyedTimer<TKey> timer)
    {
        if (storedKey.SequenceCompareTo(From) < 0 || (IsKnown && _none))
            Found(storedKey, in timer);
    }

    public void Delete(ReadOnlySpan<byte> storedKey)
    {
        if (IsKnown && !_none && storedKey.SequenceEqual(From))
            IsKnown = false;
    }

    /// <summary>Sets the earliest timer.</summary>
    public void Found(ReadOnlySpan<byte> storedKey, in KeyedTimer<TKey> timer)
    {
        From = storedKey.ToArray();
        Earliest = timer;
        IsKnown = true;
        _none = false;
    }

    /// <summary>Records that there is no timer.</summary>
    public void FoundNone()
    {
        IsKnown = true;
        _none = true;
    }

    public void RecordCommitted() => _committedFrom = From;

    public void RecordRolledBack()
    {
        From = _committedFrom;
        IsKnown = false;
    }
}

/// <summary>Represents a table that is notified when a record is committed or rolled back.</summary>
internal interface IRecordObserver
{
    void RecordCommitted();

    void RecordRolledBack();
}
