using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sources;

/// <summary>The records that a source subtask has just read, with their event times and the watermarks that follow from them. Used over and over.</summary>
internal sealed class SourceBatch<T>(EventTimeExtraction<T> eventTime, int capacity)
{
    private readonly T[] _events = new T[capacity];
    private readonly long[] _timestamps = new long[capacity];
    private readonly RecordOrigin[] _origins = new RecordOrigin[capacity];
    private readonly WatermarkMarks _watermarks = new();
    private long _watermark = EventTime.Minimum;

    /// <summary>Where a split is to put its events.</summary>
    public Memory<T> Buffer => _events;

    /// <summary>
    /// Completes what a split has put into <see cref="Buffer"/>. The watermark stands behind the very record that raised it, so that nothing depends on
    /// where reads end.
    /// </summary>
    /// <param name="split">The split.</param>
    /// <param name="count">The number of events.</param>
    /// <param name="othersMaxEventTime">The lowest greatest event time of the other splits that are not finished.</param>
    public void Fill(SplitCursor<T> split, int count, long othersMaxEventTime)
    {
        _watermarks.Clear();
        for (var i = 0; i < count; i++)
        {
            _origins[i] = split.OriginOf(i);
            var timestamp = eventTime.TimestampOf(_events[i], _origins[i]);
            _timestamps[i] = timestamp;
            if (timestamp <= split.MaxEventTime)
                continue;
            split.MaxEventTime = timestamp;
            Advance(i + 1, Math.Min(timestamp, othersMaxEventTime));
        }
    }

    /// <summary>Empties the batch, but for a watermark.</summary>
    /// <param name="maxEventTime">The lowest greatest event time of all splits that are not finished.</param>
    /// <returns>Whether the watermark has advanced.</returns>
    public bool TryAdvance(long maxEventTime)
    {
        _watermarks.Clear();
        Advance(0, maxEventTime);
        return _watermarks.Count > 0;
    }

    public StreamRecords<T> Records(int count) => new()
    {
        Events = _events.AsMemory(0, count),
        Timestamps = _timestamps.AsMemory(0, count),
        Origins = _origins.AsMemory(0, count),
        Watermarks = _watermarks.Memory,
    };

    private void Advance(int index, long maxEventTime)
    {
        var watermark = eventTime.WatermarkAfter(maxEventTime);
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        _watermarks.Add(index, watermark);
    }
}
