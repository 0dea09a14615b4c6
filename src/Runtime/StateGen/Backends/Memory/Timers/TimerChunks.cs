using System.Runtime.CompilerServices;

namespace StateGen.Backends.Memory.Timers;

/// <summary>Timers in chunks: a list from the first chunk to the last one, all of them full except the last.</summary>
internal struct TimerBucket
{
    public int First;
    public int Last;
    public int Count;

    /// <summary>The earliest time in the bucket, if it is not empty.</summary>
    public ulong Earliest;
}

/// <summary>The memory of buckets: chunks of timers in segments that never move, and a list of the free chunks. Allocates only when it grows.</summary>
internal sealed class TimerChunks<TKey>
    where TKey : notnull
{
    private const int ChunkLength = 16;
    private const int ChunksPerSegment = 128;

    // With this part of the segments to spare, a number of timers that goes up and down does not reach new heights for long.
    private const int SpareDivisor = 16;
    private const int None = -1;

    private OrderedTimer<TKey>[][] _segments = [];
    private int[] _next = [];
    private int _chunkCount;
    private int _firstFree = None;

    public void Append(ref TimerBucket bucket, in OrderedTimer<TKey> timer)
    {
        var index = bucket.Count % ChunkLength;
        if (index == 0)
            AddChunk(ref bucket);
        bucket.Count++;
        // Field by field, because the timer may just have been written so: a processor cannot forward several writes to one wider read.
        SegmentOf(bucket.Last)[StartOf(bucket.Last) + index] = new(timer.Timestamp, timer.Key, timer.Hash);
    }

    /// <summary>Gets the timers of a chunk, of which as many remain in the bucket from the chunk on.</summary>
    public ReadOnlySpan<OrderedTimer<TKey>> TimersOf(int chunk, int remaining) =>
        SegmentOf(chunk).AsSpan(StartOf(chunk), Math.Min(remaining, ChunkLength));

    public void CopyTo(TimerBucket bucket, Span<OrderedTimer<TKey>> target)
    {
        for (var chunk = bucket.First; target.Length > 0; chunk = _next[chunk])
        {
            var timers = TimersOf(chunk, target.Length);
            timers.CopyTo(target);
            target = target[timers.Length..];
        }
    }

    /// <summary>Frees the first chunk of a bucket.</summary>
    /// <returns>The next one, if the bucket is not empty now.</returns>
    public int FreeFirst(ref TimerBucket bucket)
    {
        var chunk = bucket.First;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            SegmentOf(chunk).AsSpan(StartOf(chunk), ChunkLength).Clear();
        bucket.First = _next[chunk];
        bucket.Count = Math.Max(0, bucket.Count - ChunkLength);
        _next[chunk] = _firstFree;
        _firstFree = chunk;
        return bucket.First;
    }

    public void Free(TimerBucket bucket)
    {
        while (bucket.Count > 0)
            FreeFirst(ref bucket);
    }

    private void AddChunk(ref TimerBucket bucket)
    {
        if (_firstFree == None)
            AddSegments();
        var chunk = _firstFree;
        _firstFree = _next[chunk];
        if (bucket.Count == 0)
            bucket.First = chunk;
        else
            _next[bucket.Last] = chunk;
        bucket.Last = chunk;
    }

    private void AddSegments()
    {
        for (var remaining = 1 + (_chunkCount / ChunksPerSegment / SpareDivisor); remaining > 0; remaining--)
            AddSegment();
    }

    private void AddSegment()
    {
        var segment = _chunkCount / ChunksPerSegment;
        if (segment == _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(4, 2 * segment));
            Array.Resize(ref _next, _segments.Length * ChunksPerSegment);
        }

        _segments[segment] = GC.AllocateUninitializedArray<OrderedTimer<TKey>>(ChunksPerSegment * ChunkLength);
        for (var added = 0; added < ChunksPerSegment; added++)
        {
            var chunk = _chunkCount++;
            _next[chunk] = added + 1 < ChunksPerSegment ? chunk + 1 : _firstFree;
        }

        _firstFree = segment * ChunksPerSegment;
    }

    private OrderedTimer<TKey>[] SegmentOf(int chunk) => _segments[chunk / ChunksPerSegment];

    private static int StartOf(int chunk) => chunk % ChunksPerSegment * ChunkLength;
}
