using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// The timers in RocksDB, in the order in which they fire. The values are empty. The earliest timers of each kind are in memory, too, see
/// <see cref="TimerHead{TKey}"/>. The format of the keys does not change:
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

    private readonly Dictionary<TimerKind, TimerHead<TKey>> _heads = [];

    // The number of timers, once somebody has asked for it: then registering and deleting must look whether the timer is there.
    private long? _count;
    private long? _countBefore;
    private bool _isInRecord;

    /// <inheritdoc/>
    /// <remarks>
    /// The first call counts the stored timers, O(n). Later ones take constant time, but changes of timers that are not in memory then cost a read.
    /// </remarks>
    public override long Count => _count ??= CountStored();

    [SkipLocalsInit]
    public override void Register(in KeyedTimer<TKey> timer)
    {
        using var storedKey = EncodeKey(in timer, stackalloc byte[StoredKey.StackLength]);
        BeginRecord();
        var head = HeadOf(timer.Kind);
        if (head.Covers(storedKey.Written) ? !head.Add(storedKey.Written, in timer) : _count is not null && IsStored(storedKey.Written))
            return;
        _count++;
        family.Put(storedKey.Written, value: []);
    }

    [SkipLocalsInit]
    public override void Delete(in KeyedTimer<TKey> timer)
    {
        using var storedKey = EncodeKey(in timer, stackalloc byte[StoredKey.StackLength]);
        BeginRecord();
        var head = HeadOf(timer.Kind);
        if (head.Covers(storedKey.Written) ? !head.Remove(storedKey.Written) : _count is not null && !IsStored(storedKey.Written))
            return;
        _count--;
        family.Delete(storedKey.Written);
    }

    [SkipLocalsInit]
    public override bool Contains(in KeyedTimer<TKey> timer)
    {
        using var storedKey = EncodeKey(in timer, stackalloc byte[StoredKey.StackLength]);
        var head = HeadOf(timer.Kind);
        return head.Covers(storedKey.Written) ? head.Contains(storedKey.Written) : IsStored(storedKey.Written);
    }

    public override bool TryPeek(TimerKind kind, long upTo, out KeyedTimer<TKey> timer)
    {
        var head = HeadOf(kind);
        if (head.MustFill)
            Fill(kind, head);
        return head.TryPeek(upTo, out timer);
    }

    public void RecordCommitted()
    {
        _isInRecord = false;
        foreach (var head in _heads.Values)
            head.Commit();
    }

    public void RecordRolledBack()
    {
        if (_isInRecord)
            _count = _countBefore;
        _isInRecord = false;
        foreach (var head in _heads.Values)
            head.Rollback();
    }

    private void BeginRecord()
    {
        if (_isInRecord)
            return;
        _isInRecord = true;
        _countBefore = _count;
        foreach (var head in _heads.Values)
            head.BeginRecord();
    }

    private void Fill(TimerKind kind, TimerHead<TKey> head)
    {
        using var cursor = family.OpenCursor([(byte)kind], head.UpTo);
        head.BeginFill(_isInRecord);
        while (cursor.MoveNext())
        {
            if (!head.TryAppend(cursor.Key, Decode(cursor.Key)))
                return;
        }

        head.CompleteFill();
    }

    private TimerHead<TKey> HeadOf(TimerKind kind)
    {
        if (!_heads.TryGetValue(kind, out var head))
            _heads.Add(kind, head = new((byte)kind));
        return head;
    }

    private bool IsStored(ReadOnlySpan<byte> storedKey)
    {
        using var stored = family.Get(storedKey, buffer: []);
        return stored.Found;
    }

    private long CountStored()
    {
        using var cursor = family.OpenCursor(prefix: []);
        var count = 0L;
        while (cursor.MoveNext())
            count++;
        return count;
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

/// <summary>Represents a table that is notified when a record is committed or rolled back.</summary>
internal interface IRecordObserver
{
    void RecordCommitted();

    void RecordRolledBack();
}
