using StateGen.Checkpoints;
using StateGen.Engine.Exchange;

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
