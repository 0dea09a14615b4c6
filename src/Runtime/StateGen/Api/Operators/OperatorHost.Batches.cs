using StateGen.Engine.Exchange;
using StateGen.Keys;

namespace StateGen;

public sealed partial class OperatorHost<TKey, TIn, TOut>
{
    private TKey[] _keys = [];
    private ulong[] _hashes = [];

    /// <summary>
    /// Gets the number of events that the last call of <see cref="ProcessBatch"/> has processed, from the beginning of the batch. If the call threw, the event
    /// at this index has failed: its effects are undone, those of the events before it are kept, and the events behind it were not processed. To go on behind
    /// it, pass them in another call. Events that the error policy skipped are counted.
    /// </summary>
    public int ProcessedCount { get; private set; }

    /// <summary>Determines whether a key belongs to this host. Always true unless several hosts share the keys.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentException">The key is null or has no normal form.</exception>
    public bool Owns(TKey key)
    {
        Prepare([key]);
        return IsOwned(0);
    }

    /// <summary>Processes one event.</summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="value">The event.</param>
    /// <param name="timestamp">The event time.</param>
    /// <exception cref="OperatorException">The operator threw, and the error policy is to fail; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The key is null, has no normal form, or belongs to another subtask.</exception>
    public void Process(TKey key, TIn value, DateTimeOffset timestamp) =>
        ProcessBatch([key], [value], [EventTime.FromTimestamp(timestamp)]);

    /// <summary>
    /// Processes a batch of events, in order. This is faster than one event at a time, because keys are prepared together and rows are prefetched.
    /// </summary>
    /// <param name="keys">The keys of the events.</param>
    /// <param name="events">The events, one for each key.</param>
    /// <param name="timestamps">The event times in milliseconds since the Unix epoch, one for each key.</param>
    /// <exception cref="OperatorException">
    /// The operator threw, and the error policy is to fail. <see cref="OperatorException.ProcessedCount"/> and <see cref="ProcessedCount"/> tell which event
    /// has failed. The effects of earlier events of the batch are kept.
    /// </exception>
    /// <exception cref="StateGenException">The state cannot be written or read. <see cref="ProcessedCount"/> tells how far the batch was processed.</exception>
    /// <exception cref="ArgumentException">
    /// A key is null, has no normal form, or belongs to another subtask, or the spans differ in length. Nothing is processed.
    /// </exception>
    public void ProcessBatch(ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> events, ReadOnlySpan<long> timestamps)
    {
        ProcessedCount = 0;
        if (events.Length != keys.Length || timestamps.Length != keys.Length)
            throw new ArgumentException(
                $"A batch needs as many events and timestamps as keys: {keys.Length} keys, {events.Length} events, {timestamps.Length} timestamps.",
                nameof(events));
        Prepare(keys);
        RequireOwned(keys.Length);
        var cursor = default(RecordCursor);
        var records = new KeyedRecords<TKey, TIn>
        {
            Keys = _keys.AsSpan(0, keys.Length),
            Hashes = _hashes.AsSpan(0, keys.Length),
            Events = events,
            Timestamps = timestamps,
        };
        try
        {
            _runner.Process(records, ref cursor);
        }
        catch (OperatorException failure)
        {
            // The caller may have only the exception to find out where to go on.
            failure.ProcessedCount = cursor.Record;
            throw;
        }
        finally
        {
            ProcessedCount = cursor.Record;
            ReportFailed();
        }
    }

    private void Prepare(ReadOnlySpan<TKey> keys)
    {
        if (_keys.Length < keys.Length)
        {
            _keys = new TKey[keys.Length];
            _hashes = new ulong[keys.Length];
        }

        keys.CopyTo(_keys);
        _definition.Prepare(_keys.AsSpan(0, keys.Length), _hashes.AsSpan(0, keys.Length));
    }

    private bool IsOwned(int index) => _runner.Store.Options.KeyGroups.Contains(KeyGroupOf(index));

    private int KeyGroupOf(int index) => KeyGroups.Of(_hashes[index], _options.MaxParallelism);

    private void RequireOwned(int count)
    {
        if (_options.Parallelism == 1)
            return;
        for (var i = 0; i < count; i++)
        {
            if (!IsOwned(i))
            {
                var owned = _runner.Store.Options.KeyGroups;
                throw new ArgumentException(
                    $"Key '{_keys[i]}' belongs to key group {KeyGroupOf(i)}, but this host owns the key groups {owned.First} to {owned.Last}. "
                    + $"Pass the event to the host that owns its key group ({nameof(Owns)}).",
                    nameof(count));
            }
        }
    }
}
