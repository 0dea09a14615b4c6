using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Timers in RocksDB, in the order in which they fire. The format of their keys is final; the values are empty:
/// <code>
/// kind (1 byte) ‖ timestamp (8 bytes, big-endian, sign bit flipped so that negative ones sort first) ‖ key group (2 bytes, big-endian) ‖ encoded key
/// </code>
/// </summary>
internal sealed class RocksDbTimerTable<TKey, TKeyCodec>(TableFamily family, StateStoreOptions options) : TimerTable<TKey>, IRecordObserver
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    /// <summary>Where in a stored key the key group is.</summary>
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
        var writer = new KeyWriter(stackalloc byte[StoredKey.StackLength]);
        try
        {
            WriteKey(ref writer, in timer);
            family.Put(writer.Written, value: []);
            FrontierOf(timer.Kind).Register(writer.Written, in timer);
        }
        finally
        {
            writer.Dispose();
        }
    }

    [SkipLocalsInit]
    public override void Delete(in KeyedTimer<TKey> timer)
    {
        var writer = new KeyWriter(stackalloc byte[StoredKey.StackLength]);
        try
        {
            WriteKey(ref writer, in timer);
            family.Delete(writer.Written);
            FrontierOf(timer.Kind).Delete(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    [SkipLocalsInit]
    public override bool Contains(in KeyedTimer<TKey> timer)
    {
        var writer = new KeyWriter(stackalloc byte[StoredKey.StackLength]);
        try
        {
            WriteKey(ref writer, in timer);
            using var stored = family.Get(writer.Written);
            return stored.Found;
        }
        finally
        {
            writer.Dispose();
        }
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

    private void WriteKey(ref KeyWriter writer, in KeyedTimer<TKey> timer)
    {
        writer.WriteByte((byte)timer.Kind);
        writer.WriteUInt64((ulong)timer.Timestamp ^ SignBit);
        StoredKey.WritePrefix<TKey, TKeyCodec>(ref writer, timer.Key, timer.Hash, options.MaxParallelism);
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
