using System.Runtime.CompilerServices;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Graph;

/// <summary>Copies some records of a run, with their times and origins and the watermarks between them. The arrays are reused.</summary>
internal sealed class KeptRecords<T>
{
    private readonly WatermarkPositionList _watermarks = new();
    private T[] _events = [];
    private long[] _timestamps = [];
    private RecordOrigin[] _origins = [];
    private int _count;
    private int _nextWatermark;
    private bool _hasOrigins;

    public StreamRecords<T> Records => new()
    {
        Events = _events.AsMemory(0, _count),
        Timestamps = _timestamps.AsMemory(0, _count),
        Origins = _hasOrigins ? _origins.AsMemory(0, _count) : default,
        Watermarks = _watermarks.Memory,
    };

    /// <summary>Begins with a run of records. Afterwards, each of them is passed or kept, in order.</summary>
    public void Begin<TIn>(in StreamRecords<TIn> records)
    {
        if (_events.Length < records.Events.Length)
        {
            _events = new T[records.Events.Length];
            _timestamps = new long[records.Events.Length];
        }

        if (_origins.Length < records.Origins.Length)
            _origins = new RecordOrigin[records.Origins.Length];
        _hasOrigins = !records.Origins.IsEmpty;
        _count = _nextWatermark = 0;
    }

    /// <summary>Keeps a record of the run, with a value in its place.</summary>
    public void Keep<TIn>(in StreamRecords<TIn> records, int index, T value)
    {
        Mark(records, index);
        _events[_count] = value;
        _timestamps[_count] = records.Timestamps.Span[index];
        if (_hasOrigins)
            _origins[_count] = records.Origins.Span[index];
        _count++;
    }

    /// <summary>Keeps some records of a run, by ascending index, and the watermarks between them.</summary>
    public void Keep(in StreamRecords<T> records, ReadOnlySpan<int> indexes)
    {
        Begin(records);
        _count = indexes.Length;
        Pick(records.Events.Span, indexes, _events);
        Pick(records.Timestamps.Span, indexes, _timestamps);
        if (_hasOrigins)
            Pick(records.Origins.Span, indexes, _origins);
        var kept = 0;
        foreach (var mark in records.Watermarks.Span)
        {
            while (kept < indexes.Length && indexes[kept] < mark.Index)
                kept++;
            _watermarks.Add(kept, mark.Watermark);
        }
    }

    /// <summary>Ends the run, with the watermarks after the last record that was kept.</summary>
    public void End<TIn>(in StreamRecords<TIn> records) => Mark(records, int.MaxValue);

    /// <summary>Clears all references to records.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(_events, 0, _count);
        _watermarks.Clear();
    }

    private static void Pick<TItem>(ReadOnlySpan<TItem> items, ReadOnlySpan<int> indexes, Span<TItem> target)
    {
        for (var kept = 0; kept < indexes.Length; kept++)
            target[kept] = items[indexes[kept]];
    }

    private static void Pick(ReadOnlySpan<RecordOrigin> origins, ReadOnlySpan<int> indexes, Span<RecordOrigin> target)
    {
        for (var kept = 0; kept < indexes.Length; kept++)
            target[kept].Set(origins[indexes[kept]]);
    }

    private void Mark<TIn>(in StreamRecords<TIn> records, int index)
    {
        for (var watermarks = records.Watermarks.Span; _nextWatermark < watermarks.Length && watermarks[_nextWatermark].Index <= index; _nextWatermark++)
            _watermarks.Add(_count, watermarks[_nextWatermark].Watermark);
    }
}
