using StateGen.Backends;
using StateGen.Engine.Exchange;

namespace StateGen.Engine.Operators;

/// <summary>
/// Runs one operator subtask: it processes batches of records and watermarks, and fires timers. It implements the atomicity of records and
/// the error policy for hosts and pipelines. Used by one thread at a time. Allocates nothing per record.
/// </summary>
internal sealed class KeyedOperatorRunner<TKey, TIn, TOut> : IDisposable
    where TKey : notnull
{
    // Far enough ahead to hide the memory latency, and near enough for the rows to stay in the cache. Distances of 16 to 32 measured best.
    private const int PrefetchDistance = 16;

    private readonly KeyedOperator<TKey, TIn, TOut> _operator;
    private readonly StateStore _store;
    private readonly ErrorPolicy _errorPolicy;
    private readonly CurrentKey<TKey> _currentKey;
    private readonly RowTable<TKey>? _rows;
    private readonly TimerTable<TKey> _timers;
    private readonly KeyedTimerService<TKey> _timerService;
    private readonly OperatorContext<TOut> _context;
    private long _watermark = EventTime.Minimum;
    private bool _isAdvancing;

    public KeyedOperatorRunner(KeyedOperator<TKey, TIn, TOut> keyedOperator, StateStore store, ErrorPolicy errorPolicy)
    {
        _operator = keyedOperator;
        _store = store;
        _errorPolicy = errorPolicy;
        _currentKey = new(store.Options.OperatorId);
        _rows = keyedOperator.Open(store, _currentKey);
        _timers = keyedOperator.Definition.OpenTimers(store);
        _timerService = new(_timers, _currentKey);
        _context = new(_timerService);
    }

    /// <summary>Gets the output since it was last cleared.</summary>
    public OutputBuffer<TOut> Output => _context.Output;

    public StateStore Store => _store;

    public TimerTable<TKey> Timers => _timers;

    public RowTable<TKey>? Rows => _rows;

    public long Watermark => _watermark;

    /// <summary>Gets the records and timers that failed since they were last reported.</summary>
    public FailedRecords Failed { get; } = new();

    /// <summary>
    /// Gets the number of emitted records at which the runner stops firing timers, so that its caller can forward the output. A single record or timer may
    /// exceed it.
    /// </summary>
    public int OutputLimit { get; init; } = int.MaxValue;

    /// <summary>Sets the watermark to that of a checkpoint. The timers that it reached have already fired.</summary>
    public void RestoreWatermark(long watermark) => _watermark = _context.CurrentWatermark = watermark;

    /// <summary>
    /// Processes records and the watermarks between them from the cursor to the end, or until the output is full. The caller then takes the output and
    /// calls this method again.
    /// </summary>
    /// <returns>true if everything has been processed; false if the output is full.</returns>
    public bool Process(in KeyedRecords<TKey, TIn> records, ref RecordCursor cursor)
    {
        while (FireDueTimers())
        {
            if (cursor.Watermark == records.Watermarks.Length)
            {
                ProcessUntil(records.Count, records, ref cursor);
                _store.CompleteBatch();
                return true;
            }

            var mark = records.Watermarks[cursor.Watermark++];
            ProcessUntil(mark.Index, records, ref cursor);
            Reach(mark.Watermark);
        }

        return false;
    }

    /// <summary>
    /// Advances the watermark and fires, in the order of time, every timer that it has reached. A watermark that does not advance is ignored.
    /// </summary>
    /// <returns>true if all timers have fired; false if the output is full and must be taken before this method is called again.</returns>
    public bool AdvanceWatermark(long watermark)
    {
        Reach(watermark);
        var isComplete = FireDueTimers();
        _store.CompleteBatch();
        return isComplete;
    }

    /// <summary>Ends the input: fires every registered timer, and keeps the timers that callbacks register in the process.</summary>
    /// <returns>true if all timers have fired; false if the output is full and must be taken before this method is called again.</returns>
    public bool CompleteInput()
    {
        _timerService.BeginDrain();
        var hasEnded = true;
        try
        {
            return hasEnded = AdvanceWatermark(EventTime.Maximum);
        }
        finally
        {
            if (hasEnded)
                EndDrain();
        }
    }

    public void Dispose() => _store.Dispose();

    private void EndDrain()
    {
        _timerService.EndDrain();
        _store.CommitRecord();
    }

    private void Reach(long watermark)
    {
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        _isAdvancing = true;
    }

    private bool FireDueTimers()
    {
        try
        {
            while (_isAdvancing && Output.Count < OutputLimit)
            {
                if (_timers.TryPeek(TimerKind.EventTime, _watermark, out var timer))
                    Fire(timer);
                else
                    CompleteAdvance();
            }

            return !_isAdvancing;
        }
        catch
        {
            // The owner may continue to use the runner. The remaining timers fire when the watermark advances next.
            StopAdvance();
            throw;
        }
    }

    private void CompleteAdvance()
    {
        StopAdvance();
        // The final watermark is not forwarded. The next operator ends its own input, which also keeps the timers that are registered during the end.
        if (_watermark != EventTime.Maximum)
            Output.Watermarks.Add(Output.Count, _watermark);
    }

    private void StopAdvance()
    {
        _isAdvancing = false;
        _context.CurrentWatermark = _watermark;
    }

    private void ProcessUntil(int end, in KeyedRecords<TKey, TIn> records, ref RecordCursor cursor)
    {
        var next = cursor.Record;
        var emitted = Output.Count;
        while (next < end)
        {
            try
            {
                ProcessRun(end, records, ref next, ref emitted);
            }
            catch (Exception exception)
            {
                // A callback may throw any exception. The error policy applies, except to exceptions of StateGen itself.
                Undo(emitted);
                if (!Tolerates(exception))
                    throw;
                Reject(new(_store.Options.OperatorId, records.Keys[next], records.Events[next], Timer: null, records.DescribeOrigin(next), exception));
                next++;
            }
        }

        cursor.Record = end;
        _currentKey.Unset();
    }

    /// <summary>
    /// Processes records one after the other, until the end or an exception. This is the hot loop. After an exception, <paramref name="next"/> is the
    /// record that threw.
    /// </summary>
    private void ProcessRun(int end, in KeyedRecords<TKey, TIn> records, ref int next, ref int emitted)
    {
        for (; next < end; next++)
        {
            if (next % PrefetchDistance == 0)
                Prefetch(records, next + PrefetchDistance);
            emitted = Output.Count;
            _context.BeginRecord(records.Timestamps[next]);
            _currentKey.Set(in records.Keys[next], records.Hashes[next]);
            _operator.InvokeOnEvent(records.Events[next], _context);
            _operator.CommitRow();
            _store.CommitRecord();
        }
    }

    private void Prefetch(in KeyedRecords<TKey, TIn> records, int from)
    {
        var count = Math.Min(PrefetchDistance, records.Count - from);
        if (count <= 0)
            return;
        _rows?.Prefetch(records.Keys.Slice(from, count), records.Hashes.Slice(from, count));
        _store.Prefetch(records.Hashes.Slice(from, count));
    }

    private void Fire(in KeyedTimer<TKey> timer)
    {
        var emitted = Output.Count;
        var fired = new FiredTimer(EventTime.ToTimestamp(timer.Timestamp), timer.Kind);
        _currentKey.Set(timer.Key, timer.Hash);
        _context.BeginTimer(timer.Timestamp);
        try
        {
            _timers.Delete(timer);
            _operator.InvokeOnTimer(fired, _context);
            _operator.CommitRow();
        }
        catch (Exception exception)
        {
            // The error policy applies as in ProcessUntil.
            Undo(emitted);
            if (!Tolerates(exception))
                throw;
            Reject(new(_store.Options.OperatorId, timer.Key, Event: null, fired, Position: null, exception));
            _timers.Delete(timer);
        }

        _store.CommitRecord();
        _currentKey.Unset();
    }

    private void Undo(int emitted)
    {
        _operator.DropRow();
        _store.RollbackRecord();
        Output.Truncate(emitted);
        _currentKey.Unset();
    }

    /// <summary>
    /// Determines whether the error policy applies to an exception. An error of StateGen itself, such as a disk failure, is not caused by the record, so no
    /// policy may skip it.
    /// </summary>
    private static bool Tolerates(Exception exception) => exception is not StateGenException;

    private void Reject(DeadLetter deadLetter)
    {
        if (_errorPolicy.Fails)
            throw new OperatorException(deadLetter.OperatorId, deadLetter.Key, deadLetter.Position, deadLetter.Exception);
        _errorPolicy.Receive(deadLetter);
        Failed.Add(deadLetter);
    }
}

/// <summary>
/// The output of an operator since it was last taken, with timestamps and the watermarks between the records. The buffer grows and is reused, so there is no
/// allocation per record.
/// </summary>
internal sealed class OutputBuffer<TOut>
{
    private TOut[] _values = new TOut[16];
    private long[] _timestamps = new long[16];

    public int Count { get; private set; }

    public ReadOnlySpan<TOut> Values => _values.AsSpan(0, Count);

    public ReadOnlyMemory<TOut> ValueMemory => _values.AsMemory(0, Count);

    public ReadOnlyMemory<long> Timestamps => _timestamps.AsMemory(0, Count);

    /// <summary>Gets the watermarks that the operator has reached, each positioned after all records that were emitted before it.</summary>
    public WatermarkPositionList Watermarks { get; } = new();

    public void Append(TOut value, long timestamp)
    {
        if (Count == _values.Length)
            Grow();
        _values[Count] = value;
        _timestamps[Count++] = timestamp;
    }

    /// <summary>
    /// Drops all records after the first <paramref name="count"/>. Called only for the record that is being processed, or to clear the buffer.
    /// </summary>
    public void Truncate(int count)
    {
        Array.Clear(_values, count, Count - count);
        Count = count;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        Truncate(0);
        Watermarks.Clear();
    }

    private void Grow()
    {
        Array.Resize(ref _values, Count * 2);
        Array.Resize(ref _timestamps, Count * 2);
    }
}
