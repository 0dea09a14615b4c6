using StateGen.Checkpoints;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sources;

/// <summary>
/// Reads one split of a source and tracks its position. It opens the split and reads it without waiting: an operation that does not complete at once is
/// pending, and the owner calls again when it has completed. At most one operation is pending. Only <see cref="Position"/> may be read meanwhile.
/// </summary>
/// <param name="index">The index of the split in the job's list of splits.</param>
/// <param name="start">The position to start at.</param>
internal sealed class SplitCursor<T>(int index, SplitPosition start)
{
    private SplitPosition _start = start;
    private SplitReader<T>? _reader;
    private string? _description;
    private ManifestFields _fields = start.Fields;
    private Task<SplitReader<T>>? _opening;
    private bool _isReading;
    private int _room;

    public int Index => index;

    public string Id => _start.Id;

    public bool IsFinished { get; private set; } = start.IsFinished;

    public bool IsRevoked { get; private set; } = start.IsRevoked;

    public bool IsActive => !IsFinished && !IsRevoked;

    /// <summary>Gets or sets a value indicating whether the split does not hold the watermark back, because it has delivered nothing for a time.</summary>
    public bool IsIdle { get; set; }

    /// <summary>
    /// Gets or sets the greatest event time so far; <see cref="EventTime.Minimum"/> before the first event. With a generator, it is the time just after
    /// the watermark.
    /// </summary>
    public long MaxEventTime { get; set; } = start.MaxEventTimeMilliseconds ?? EventTime.Minimum;

    /// <summary>Gets or sets the generator of the split's watermarks; null if they follow the event times.</summary>
    public WatermarkGenerator<T>? Generator { get; set; }

    /// <summary>Gets or sets what the split is waiting for; see <see cref="SplitWait"/>.</summary>
    public SplitWait? Wait { get; set; }

    /// <summary>Gets the buffer of the read that is pending or has just ended.</summary>
    public T[]? Buffer { get; private set; }

    /// <summary>Gets the operation of the source that has not returned yet; null if there is none.</summary>
    public Task? Pending => (Task?)_opening ?? Reading;

    /// <summary>Gets the read that has not returned yet, or whose result was not taken; null if there is none.</summary>
    public Task<SplitRead>? Reading { get; private set; }

    /// <summary>Gets or sets the source of the token that cancels operations of this split only; null if the split cannot be revoked.</summary>
    public CancellationTokenSource? Stop { get; set; }

    /// <summary>Gets the position after the last event that was handed on. It can be read while another read is in progress.</summary>
    public SplitPosition Position => new(
        Id, _isReading ? _fields : _reader?.Position ?? _fields, MaxEventTime == EventTime.Minimum ? null : MaxEventTime, IsFinished)
    {
        IsRevoked = IsRevoked,
    };

    /// <summary>Opens the split, unless it is open.</summary>
    /// <param name="source">The source.</param>
    /// <param name="skipsRejected">Whether the reader skips what is not an event.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>true if the split is open; false if the opening is pending.</returns>
    public bool TryOpen(ISource<T> source, bool skipsRejected, CancellationToken cancellationToken)
    {
        if (_reader is not null)
            return true;
        _opening ??= source.OpenAsync(_start, cancellationToken);
        if (!_opening.IsCompleted)
            return false;
        // Completed: this returns the result, or throws the failure.
        _reader = _opening.GetAwaiter().GetResult();
        _opening = null;
        _reader.SkipsRejected = skipsRejected;
        _description = _reader.Description;
        return true;
    }

    /// <summary>Returns the result of the read that was pending, or begins a read.</summary>
    /// <param name="buffers">The buffers, one of which is in use until <see cref="EndRead"/>.</param>
    /// <param name="count">The most events to read.</param>
    /// <param name="read">The result, if there is one.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>true if the read has ended; false if it is pending.</returns>
    public bool TryRead(ReadBuffers<T> buffers, int count, out SplitRead read, CancellationToken cancellationToken)
    {
        read = default;
        if (Reading is { IsCompleted: false })
            return false;
        if (Reading is not null)
        {
            read = Reading.GetAwaiter().GetResult();
            Reading = null;
            return true;
        }

        Buffer = buffers.Rent();
        _fields = _reader!.Position;
        _isReading = true;
        _room = Math.Min(count, Buffer.Length);
        var reading = _reader.ReadAsync(Buffer.AsMemory(0, _room), cancellationToken);
        if (reading.IsCompleted)
        {
            // The method that awaits would have to return a task. The value is there, so taking it does not block.
            read = reading.GetAwaiter().GetResult();
            return true;
        }

        Reading = reading.AsTask();
        return false;
    }

    /// <summary>Ends a read. The position is now behind its events. The buffer can be used again when they were handed on.</summary>
    /// <exception cref="StateGenException">The reader returned something that is not a result.</exception>
    public void EndRead(SplitRead read)
    {
        if (read == default)
        {
            throw new StateGenException(
                $"The reader of split '{Id}' returned a default {nameof(SplitRead)}. "
                + $"Return {nameof(SplitRead)}.{nameof(SplitRead.Events)}, {nameof(SplitRead.WaitFor)} or {nameof(SplitRead.End)}.");
        }

        if (read.Count > _room)
            throw new StateGenException($"The reader of split '{Id}' returned {read.Count} events, but there was room for {_room}.");
        _isReading = false;
    }

    public T[] TakeBuffer()
    {
        var buffer = Buffer!;
        Buffer = null;
        return buffer;
    }

    public RecordOrigin OriginOf(int eventIndex) => new(_description, _reader!.OriginOf(eventIndex));

    /// <summary>Takes what the last read has skipped because it is not an event.</summary>
    public IReadOnlyList<SourceRecordException> TakeRejected() => _reader!.TakeRejected();

    /// <summary>Ends the split after its last event.</summary>
    public ValueTask FinishAsync()
    {
        IsFinished = true;
        return Detach()!();
    }

    /// <summary>Marks the split as revoked. It is still to be closed.</summary>
    public void Revoke() => IsRevoked = true;

    /// <summary>Makes a closed split active again.</summary>
    /// <param name="position">The position to read from; null for that at which the reading ended.</param>
    public void Restart(SplitPosition? position)
    {
        _start = (position ?? Position) with { IsFinished = false, IsRevoked = false };
        _fields = _start.Fields;
        MaxEventTime = _start.MaxEventTimeMilliseconds ?? EventTime.Minimum;
        IsIdle = IsFinished = IsRevoked = false;
    }

    /// <summary>Parts with the reader and an pending operation, which does not count any more. The position stays.</summary>
    /// <returns>A function that closes the reader, to be called when no operation is pending; null if there is no reader.</returns>
    public Func<ValueTask>? Detach()
    {
        var (reader, opening) = (_reader, _opening);
        if (!_isReading && reader is not null)
            _fields = reader.Position;
        _reader = null;
        _opening = null;
        Reading = null;
        Buffer = null;
        _isReading = false;
        if (reader is not null)
            return reader.DisposeAsync;
        return opening is null ? null : () => opening.IsCompletedSuccessfully ? opening.Result.DisposeAsync() : ValueTask.CompletedTask;
    }
}

/// <summary>Buffers for reads. Each pending read has one, and they are reused. Used by one thread at a time.</summary>
internal sealed class ReadBuffers<T>(int capacity)
{
    private readonly Stack<T[]> _free = [];

    public T[] Rent() => _free.TryPop(out var buffer) ? buffer : new T[capacity];

    public void Return(T[] buffer) => _free.Push(buffer);
}

/// <summary>The origins, event times and watermarks of the events that a source subtask has just read. The batch is reused.</summary>
internal sealed class SourceBatch<T>(EventTimeExtraction<T> eventTime, string sourceName, FailedRecords failed, int capacity)
{
    private readonly long[] _timestamps = new long[capacity];
    private readonly RecordOrigin[] _origins = new RecordOrigin[capacity];
    private readonly WatermarkPositionList _watermarks = new();
    private long _watermark = EventTime.Minimum;

    /// <summary>
    /// Adds origins, event times and watermarks to events. A watermark directly follows the record that raised it, so that results do not depend on the
    /// division into reads. Events without an event time may be dropped; the others then move up.
    /// </summary>
    /// <param name="split">The split.</param>
    /// <param name="events">The events, of its last read.</param>
    /// <param name="othersMaxEventTime">The minimum, over the other splits that count, of their greatest event times.</param>
    /// <returns>The number of events that are left.</returns>
    public int Fill(SplitCursor<T> split, Span<T> events, long othersMaxEventTime)
    {
        _watermarks.Clear();
        var count = 0;
        for (var i = 0; i < events.Length; i++)
        {
            var origin = split.OriginOf(i);
            if (!eventTime.TryExtract(events[i], split.Generator, origin, sourceName, failed, out var timestamp, out var reached))
                continue;
            if (count < i)
                events[count] = events[i];
            _origins[count] = origin;
            _timestamps[count++] = timestamp;
            if (reached <= split.MaxEventTime)
                continue;
            split.MaxEventTime = reached;
            Advance(count, Math.Min(reached, othersMaxEventTime));
        }

        return count;
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
        var watermark = eventTime.Strategy.WatermarkAfter(maxEventTime);
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        _watermarks.Add(index, watermark);
    }
}
