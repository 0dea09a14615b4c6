using StateGen.Backends;
using StateGen.Engine.Exchange;
using StateGen.Engine.Operators;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen;

/// <summary>
/// One operator subtask that its owner drives: events in, output out, time by hand. Not thread-safe. A record that fails leaves nothing behind, and
/// the host can go on.
/// </summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TIn">The type of the events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public sealed class OperatorHost<TKey, TIn, TOut> : IDisposable
    where TKey : notnull
{
    private readonly OperatorDefinition<TKey> _definition;
    private readonly KeyedOperatorRunner<TKey, TIn, TOut> _runner;
    private readonly SchemaChain _schemas;
    private readonly OperatorHostOptions _options;
    private TKey[] _keys = [];
    private ulong[] _hashes = [];

    internal OperatorHost(
        OperatorDefinition<TKey> definition, KeyedOperatorRunner<TKey, TIn, TOut> runner, SchemaChain schemas, OperatorHostOptions options)
    {
        _definition = definition;
        _runner = runner;
        _schemas = schemas;
        _options = options;
    }

    /// <summary>The watermark that was reached.</summary>
    public DateTimeOffset Watermark => EventTime.ToTimestamp(_runner.Watermark);

    /// <summary>The number of timers that are registered.</summary>
    public long TimerCount => _runner.Timers.Count;

    /// <summary>The output that <see cref="TakeOutput"/> would return, without taking it. Valid until the next call of any member.</summary>
    public ReadOnlySpan<TOut> Output => _runner.Output.Values;

    /// <summary>Processes one event.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The event.</param>
    /// <param name="timestamp">Its event time.</param>
    /// <exception cref="OperatorException">The operator threw, and the error policy is to fail; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The key is null, has no normal form, or belongs to another subtask.</exception>
    public void Process(TKey key, TIn value, DateTimeOffset timestamp) =>
        ProcessBatch([key], [value], [EventTime.FromTimestamp(timestamp)]);

    /// <summary>Processes a batch of events, in order: the fast way, because keys are prepared and rows prefetched ahead.</summary>
    /// <param name="keys">Their keys.</param>
    /// <param name="events">The events, as many.</param>
    /// <param name="timestamps">Their event times in milliseconds since the Unix epoch, as many.</param>
    /// <exception cref="OperatorException">The operator threw, and the error policy is to fail; earlier events of the batch stand.</exception>
    /// <exception cref="ArgumentException">A key is null, has no normal form, or belongs to another subtask; nothing is processed.</exception>
    public void ProcessBatch(ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> events, ReadOnlySpan<long> timestamps)
    {
        if (events.Length != keys.Length || timestamps.Length != keys.Length)
            throw new ArgumentException($"A batch needs as many events and timestamps as keys: {keys.Length} keys, {events.Length} events, {timestamps.Length} timestamps.", nameof(events));
        EnsureCapacity(keys.Length);
        keys.CopyTo(_keys);
        _definition.Prepare(_keys.AsSpan(0, keys.Length), _hashes.AsSpan(0, keys.Length));
        RequireOwned(keys.Length);
        var cursor = default(RecordCursor);
        var records = new KeyedRecords<TKey, TIn>
        {
            Keys = _keys.AsSpan(0, keys.Length),
            Hashes = _hashes.AsSpan(0, keys.Length),
            Events = events,
            Timestamps = timestamps,
        };
        _runner.Process(records, ref cursor);
    }

    /// <summary>Advances the watermark and fires the timers that it has reached.</summary>
    /// <param name="watermark">No event before this time is expected any more.</param>
    /// <exception cref="OperatorException">The operator threw, and the error policy is to fail; the timer is still registered.</exception>
    public void AdvanceWatermark(DateTimeOffset watermark) => _runner.AdvanceWatermark(EventTime.FromTimestamp(watermark));

    /// <summary>Ends the input: fires every registered timer, and keeps those that are registered meanwhile.</summary>
    public void CompleteInput() => _runner.CompleteInput();

    /// <summary>Takes what was emitted since the last call.</summary>
    public TOut[] TakeOutput()
    {
        var output = _runner.Output.Values.ToArray();
        _runner.Output.Clear();
        return output;
    }

    /// <summary>Drops what was emitted since it was last taken, without allocating.</summary>
    public void DiscardOutput() => _runner.Output.Clear();

    /// <summary>Counts all stored entries: rows, map entries and list elements. O(n).</summary>
    public long CountEntries() => _runner.Store.CountEntries();

    /// <summary>Freezes the state into a snapshot that hosts can be opened from.</summary>
    /// <param name="cancellationToken">Cancels the writing; the host goes on.</param>
    public async Task<OperatorHostSnapshot> SnapshotAsync(CancellationToken cancellationToken = default)
    {
        using var snapshot = _runner.Store.BeginSnapshot();
        var files = new SnapshotFiles();
        await snapshot.WriteAsync(files, cancellationToken).ConfigureAwait(false);
        var state = new RestoredState(_runner.Store.Options.KeyGroups, snapshot.ListCounter, files);
        return new(_options.Backend.Name, _options.MaxParallelism, _schemas, _runner.Store.Clock.Now, state);
    }

    /// <summary>Releases the state and what the backend holds for it.</summary>
    public void Dispose() => _runner.Dispose();

    private void EnsureCapacity(int count)
    {
        if (_keys.Length >= count)
            return;
        _keys = new TKey[count];
        _hashes = new ulong[count];
    }

    private void RequireOwned(int count)
    {
        if (_options.Parallelism == 1)
            return;
        var owned = _runner.Store.Options.KeyGroups;
        for (var i = 0; i < count; i++)
        {
            var group = KeyGroups.Of(_hashes[i], _options.MaxParallelism);
            if (!owned.Contains(group))
                throw new ArgumentException($"Key '{_keys[i]}' belongs to key group {group}; this host owns {owned.First} to {owned.Last}.", nameof(count));
        }
    }
}
