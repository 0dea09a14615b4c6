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

    /// <summary>Ends the run, with the watermarks after the last record that was kept.</summary>
    public void End<TIn>(in StreamRecords<TIn> records) => Mark(records, int.MaxValue);

    /// <summary>Clears all references.</summary>
    public void Clear()
    {
        Array.Clear(_events, 0, _count);
        Array.Clear(_origins, 0, _hasOrigins ? _count : 0);
        _watermarks.Clear();
    }

    private void Mark<TIn>(in StreamRecords<TIn> records, int index)
    {
        for (var watermarks = records.Watermarks.Span; _nextWatermark < watermarks.Length && watermarks[_nextWatermark].Index <= index; _nextWatermark++)
            _watermarks.Add(_count, watermarks[_nextWatermark].Watermark);
    }
}
