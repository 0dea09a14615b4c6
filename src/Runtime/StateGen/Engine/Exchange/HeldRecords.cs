using System.Runtime.CompilerServices;
using StateGen.Engine.Jobs;
using StateGen.Keys;

namespace StateGen.Engine.Exchange;

/// <summary>
/// Records that an exchange with many receivers holds before it distributes them, so that each receiver gets many at once: what belongs to a receiver is far
/// away in memory, and each look at it is expensive. The records are sorted by receiver, and stay in order for each of them. The arrays are reused.
/// </summary>
/// <param name="receivers">The number of receivers.</param>
/// <param name="maxParallelism">The number of key groups.</param>
internal sealed class HeldRecords<TKey, T>(int receivers, int maxParallelism)
    where TKey : notnull
{
    private readonly int[] _next = new int[receivers];
    private readonly int[] _ends = new int[receivers];
    private TKey[] _keys = [];
    private ulong[] _hashes = [];
    private T[] _events = [];
    private long[] _timestamps = [];
    private long[] _watermarks = [];
    private RecordOrigin[] _origins = [];
    private int[] _order = [];
    private bool _hasOrigins;

    public int Count { get; private set; }

    public long WatermarkOf(int index) => _watermarks[index];

    /// <summary>Adds a record.</summary>
    /// <param name="keys">The keys and hashes of the records.</param>
    /// <param name="key">The index of its key.</param>
    /// <param name="records">The run that the record is in.</param>
    /// <param name="index">The index of the record.</param>
    /// <param name="watermark">The last watermark before it.</param>
    public void Add(KeyExtraction<TKey, T> keys, int key, in StreamRecords<T> records, int index, long watermark)
    {
        if (Count == _keys.Length)
            Grow();
        _keys[Count] = keys.Keys[key];
        _hashes[Count] = keys.Hashes[key];
        _events[Count] = records.Events.Span[index];
        _timestamps[Count] = records.Timestamps.Span[index];
        _watermarks[Count] = watermark;
        if (!records.Origins.IsEmpty)
            SetOrigin(records.Origins.Span[index]);
        Count++;
    }

    /// <summary>Sorts the records by receiver, once all are added.</summary>
    public void Sort()
    {
        Array.Clear(_ends);
        for (var index = 0; index < Count; index++)
            _ends[ReceiverOf(index)]++;
        var start = 0;
        for (var receiver = 0; receiver < _ends.Length; receiver++)
        {
            _next[receiver] = start;
            start += _ends[receiver];
            _ends[receiver] = _next[receiver];
        }

        for (var index = 0; index < Count; index++)
            _order[_ends[ReceiverOf(index)]++] = index;
    }

    /// <summary>Gets the indexes of the records of a receiver that were not taken yet.</summary>
    public ReadOnlySpan<int> IndexesOf(int receiver) => _order.AsSpan(_next[receiver], _ends[receiver] - _next[receiver]);

    /// <summary>Takes the next records of a receiver.</summary>
    public void Take(int receiver, int count) => _next[receiver] += count;

    public void CopyTo(RecordBatch<TKey, T> batch, int index)
    {
        batch.Append(_keys[index], _hashes[index], _events[index], _timestamps[index]);
        if (_hasOrigins)
            batch.SetOrigin(_origins[index]);
    }

    /// <summary>Clears the records, including all references to keys and events.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_keys, 0, Count);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(_events, 0, Count);
        Count = 0;
        _hasOrigins = false;
    }

    private int ReceiverOf(int index) => KeyGroups.SubtaskOf(KeyGroups.Of(_hashes[index], maxParallelism), maxParallelism, _ends.Length);

    private void SetOrigin(in RecordOrigin origin)
    {
        _hasOrigins = true;
        if (_origins.Length < _keys.Length)
            Array.Resize(ref _origins, _keys.Length);
        _origins[Count].Set(origin);
    }

    private void Grow()
    {
        var capacity = Math.Max(64, 2 * Count);
        Array.Resize(ref _keys, capacity);
        Array.Resize(ref _hashes, capacity);
        Array.Resize(ref _events, capacity);
        Array.Resize(ref _timestamps, capacity);
        Array.Resize(ref _watermarks, capacity);
        Array.Resize(ref _order, capacity);
    }
}
