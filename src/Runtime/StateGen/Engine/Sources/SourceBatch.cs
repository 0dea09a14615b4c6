using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sources;

/// <summary>What a source subtask adds to the events that it has just read: origins, event times and the resulting watermarks. The batch is reused.</summary>
internal sealed class SourceBatch<T>(EventTimeExtraction<T> eventTime, int capacity)
{
    private readonly long[] _timestamps = new long[capacity];
    private readonly RecordOrigin[] _origins = new RecordOrigin[capacity];
    private readonly WatermarkPositionList _watermarks = new();
    private long _watermark = EventTime.Minimum;

    /// <summary>
    /// Adds origins, event times and watermarks to events. A watermark directly follows the record that raised it, so that results do not depend on the
    /// division into reads.
    /// </summary>
    /// <param name="split">The split.</param>
    /// <param name="events">The events, of its last read.</param>
    /// <param name="othersMaxEventTime">The minimum, over the other splits that count, of their greatest event times.</param>
    public void Fill(SplitCursor<T> split, ReadOnlySpan<T> events, long othersMaxEventTime)
    {
        _watermarks.Clear();
        for (var i = 0; i < events.Length; i++)
        {
            _origins[i] = split.OriginOf(i);
            var timestamp = eventTime.TimestampOf(events[i], _origins[i]);
            _timestamps[i] = timestamp;
            if (timestamp <= split.MaxEventTime)
                continue;
            split.MaxEventTime = timestamp;
            Advance(i + 1, Math.Min(timestamp, othersMaxEventTime));
        }
    }

    /// <summary>Clears the batch and adds a watermark if it advances.</summary>
    /// <param name="maxEventTime">The minimum, over all splits that count, of their greatest event times.</param>
    /// <returns>true if the watermark has advanced; otherwise, false.</returns>
    public bool TryAdvance(long maxEventTime)
    {
        _watermarks.Clear();
        Advance(0, maxEventTime);
        return _watermarks.Count > 0;
    }

    public StreamRecords<T> Records(ReadOnlyMemory<T> events) => new()
    {
        Events = events,
        Timestamps = _timestamps.AsMemory(0, events.Length),
        Origins = _origins.AsMemory(0, events.Length),
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
