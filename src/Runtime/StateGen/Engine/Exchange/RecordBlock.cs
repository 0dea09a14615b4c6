using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The records that one sender distributes at once to many receivers, sorted by receiver. Each receiver gets a slice and copies it, so a block is written and
/// read in order, although its slices belong to subtasks whose memory is far away. When all records were copied, the block goes back to the pool.
/// </summary>
internal sealed class RecordBlock<TKey, T>(BatchPool<TKey, T> pool)
    where TKey : notnull
{
    private ExchangedRecord<TKey, T>[] _records = [];
    private RecordOrigin[] _origins = [];
    private WatermarkPosition[] _watermarks = [];
    private int _count;
    private int _left;
    private bool _hasOrigins;

    /// <summary>Gets the records; to be written before the first slice is sent.</summary>
    public Span<ExchangedRecord<TKey, T>> Records => _records.AsSpan(0, _count);

    /// <summary>Gets the origins of the records, the default of those whose origin is unknown; empty if none is known.</summary>
    public Span<RecordOrigin> Origins => _hasOrigins ? _origins.AsSpan(0, _count) : default;

    /// <summary>Gets the watermarks of all slices, one slice after the other. Their indexes are those of the records.</summary>
    public Span<WatermarkPosition> Watermarks => _watermarks;

    /// <summary>Makes room. The contents are undefined.</summary>
    /// <param name="count">The number of records.</param>
    /// <param name="watermarks">The greatest number of watermarks.</param>
    /// <param name="hasOrigins">Whether the records have origins.</param>
    /// <param name="usual">The number of records in most blocks.</param>
    public void Begin(int count, int watermarks, bool hasOrigins, int usual)
    {
        (_count, _left, _hasOrigins) = (count, count, false);
        pool.Resize(ref _records, count, usual);
        pool.Resize(ref _watermarks, watermarks, usual);
        if (hasOrigins)
            AddOrigins(usual);
    }

    /// <summary>Makes room for the origins of the records. They are undefined.</summary>
    /// <param name="usual">The number of records in most blocks.</param>
    public void AddOrigins(int usual)
    {
        pool.Resize(ref _origins, _count, usual);
        _hasOrigins = true;
    }

    /// <summary>Releases records of a slice that its receiver has copied, or will never need. After the last ones, the block belongs to the pool.</summary>
    public void Release(int count)
    {
        var left = Interlocked.Add(ref _left, -count);
        Debug.Assert(left >= 0, "A slice was released twice.");
        if (left > 0)
            return;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<ExchangedRecord<TKey, T>>())
            Records.Clear();
        pool.Return(this);
    }
}

/// <summary>A record in one place in memory, because the records next to it go elsewhere.</summary>
/// <param name="Key">The key in normal form.</param>
/// <param name="Hash">The hash of the key.</param>
/// <param name="Event">The event.</param>
/// <param name="Timestamp">The event time in milliseconds since the Unix epoch.</param>
internal readonly record struct ExchangedRecord<TKey, T>(TKey Key, ulong Hash, T Event, long Timestamp);

/// <summary>Consecutive records of a block, and the watermarks between and after them, for one receiver.</summary>
/// <param name="Block">The block.</param>
/// <param name="First">The index of the first record.</param>
/// <param name="Count">The number of records; at least one.</param>
/// <param name="FirstWatermark">The index of the first watermark.</param>
/// <param name="WatermarkCount">The number of watermarks.</param>
internal readonly record struct BlockSlice<TKey, T>(RecordBlock<TKey, T> Block, int First, int Count, int FirstWatermark, int WatermarkCount)
    where TKey : notnull
{
    public ReadOnlySpan<ExchangedRecord<TKey, T>> Records => Block.Records.Slice(First, Count);

    public ReadOnlySpan<RecordOrigin> Origins => Block.Origins is { IsEmpty: false } origins ? origins.Slice(First, Count) : default;

    /// <summary>Gets the watermarks. Their indexes are those of the records in the block.</summary>
    public ReadOnlySpan<WatermarkPosition> Watermarks => Block.Watermarks.Slice(FirstWatermark, WatermarkCount);
}
