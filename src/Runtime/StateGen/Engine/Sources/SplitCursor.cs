using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sources;

/// <summary>One split of a source, and how far a source subtask has read it.</summary>
/// <param name="index">The place of the split in the job's list of splits.</param>
/// <param name="start">Where to begin.</param>
internal sealed class SplitCursor<T>(int index, SplitPosition start) : IAsyncDisposable
{
    private SplitReader<T>? _reader;
    private string? _description;
    private ManifestFields _fields = start.Fields;
    private bool _isReading;

    public int Index => index;

    public bool IsFinished { get; private set; } = start.IsFinished;

    /// <summary>The greatest event time so far; <see cref="EventTime.Minimum"/> before the first event.</summary>
    public long MaxEventTime { get; set; } = start.MaxEventTimeMilliseconds ?? EventTime.Minimum;

    /// <summary>The position behind the last event that a read has returned. Safe to ask for while a read is under way.</summary>
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

    /// <summary>Takes note of what the read has returned. A split without more events is closed.</summary>
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

/// <summary>The records that a source subtask has just read, with their event times and the watermarks that follow from them. Used over and over.</summary>
internal sealed class SourceBatch<T>(EventTimeExtraction<T> eventTime, int capacity)
{
    private readonly T[] _events = new T[capacity];
    private readonly long[] _timestamps = new long[capacity];
    private readonly RecordOrigin[] _origins = new RecordOrigin[capacity];
    private readonly WatermarkPositionList _watermarks = new();
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
