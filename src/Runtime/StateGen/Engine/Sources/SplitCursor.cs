using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sources;

/// <summary>Reads one split of a source and tracks its position.</summary>
/// <param name="index">The index of the split in the job's list of splits.</param>
/// <param name="start">The position to start at.</param>
internal sealed class SplitCursor<T>(int index, SplitPosition start) : IAsyncDisposable
{
    private SplitReader<T>? _reader;
    private string? _description;
    private ManifestFields _fields = start.Fields;
    private bool _isReading;

    public int Index => index;

    public bool IsFinished { get; private set; } = start.IsFinished;

    /// <summary>Gets or sets the greatest event time so far; <see cref="EventTime.Minimum"/> before the first event.</summary>
    public long MaxEventTime { get; set; } = start.MaxEventTimeMilliseconds ?? EventTime.Minimum;

    /// <summary>Gets the position after the last event that a completed read returned. It can be read while another read is in progress.</summary>
    public SplitPosition Position => new(
        start.Id, _isReading ? _fields : _reader?.Position ?? _fields, MaxEventTime == EventTime.Minimum ? null : MaxEventTime, IsFinished);

    public async Task OpenAsync(ISource<T> source, CancellationToken cancellationToken)
    {
        _reader = await source.OpenAsync(start, cancellationToken).ConfigureAwait(false);
        _description = _reader.Description;
    }

    public ValueTask<int> BeginRead(Memory<T> events, CancellationToken cancellationToken)
    {
        _fields = _reader!.Position;
        _isReading = true;
        return _reader.ReadAsync(events, cancellationToken);
    }

    /// <summary>Ends a read that returned a number of events. A split without further events is closed.</summary>
    public async ValueTask EndReadAsync(int count)
    {
        _isReading = false;
        if (count > 0)
            return;
        IsFinished = true;
        _fields = _reader!.Position;
        await DisposeAsync().ConfigureAwait(false);
    }

    public RecordOrigin OriginOf(int eventIndex) => new(_description, _reader!.OriginOf(eventIndex));

    public async ValueTask DisposeAsync()
    {
        var reader = _reader;
        _reader = null;
        if (reader is not null)
            await reader.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>The records that a source subtask has just read, with their event times and the resulting watermarks. The batch is reused.</summary>
internal sealed class SourceBatch<T>(EventTimeExtraction<T> eventTime, int capacity)
{
    private readonly T[] _events = new T[capacity];
    private readonly long[] _timestamps = new long[capacity];
    private readonly RecordOrigin[] _origins = new RecordOrigin[capacity];
    private readonly WatermarkPositionList _watermarks = new();
    private long _watermark = EventTime.Minimum;

    /// <summary>Gets the buffer that a split reads its events into.</summary>
    /// <param name="count">The most events to read; no more than the capacity are read.</param>
    public Memory<T> Buffer(int count) => _events.AsMemory(0, Math.Min(count, _events.Length));

    /// <summary>
    /// Adds origins, event times and watermarks to the events in <see cref="Buffer"/>. A watermark directly follows the record that raised it, so
    /// that results do not depend on the division into reads.
    /// </summary>
    /// <param name="split">The split.</param>
    /// <param name="count">The number of events.</param>
    /// <param name="othersMaxEventTime">The minimum, over the other unfinished splits, of their greatest event times.</param>
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

    /// <summary>Clears the batch and adds a watermark if it advances.</summary>
    /// <param name="maxEventTime">The minimum, over all unfinished splits, of their greatest event times.</param>
    /// <returns>true if the watermark has advanced; otherwise, false.</returns>
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
