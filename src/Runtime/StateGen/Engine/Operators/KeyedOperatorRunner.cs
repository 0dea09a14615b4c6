using StateGen.Backends;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;

namespace StateGen.Engine.Operators;

/// <summary>
/// Runs one operator subtask: it processes batches of records and watermarks, and fires timers. It implements the atomicity of records and
/// the error policy for hosts and pipelines. Used by one thread at a time. Allocates nothing per record.
/// </summary>
internal sealed partial class KeyedOperatorRunner<TKey, TIn, TOut> : IAsyncDisposable
    where TKey : notnull
{
    private readonly KeyedOperator<TKey, TIn, TOut> _operator;
    private readonly StateStore _store;
    private readonly CurrentKey<TKey> _currentKey;
    private readonly RowTable<TKey>? _rows;
    private readonly TimerTable<TKey> _timers;
    private readonly KeyedTimerService<TKey> _timerService;
    private readonly OperatorContext<TOut> _context;
    private readonly OperatorLifecycle _lifecycle;

    // Null if no state expires, so that no time is read.
    private readonly SubtaskClock? _clock;
    private long _watermark = EventTime.Minimum;
    private long _passedWatermark = EventTime.Minimum;
    private bool _isAdvancing;

    public KeyedOperatorRunner(KeyedOperator<TKey, TIn, TOut> keyedOperator, StateStore store, FailedRecords failed)
    {
        _operator = keyedOperator;
        _store = store;
        Failed = failed;
        _currentKey = new(store.Options.OperatorId);
        _rows = keyedOperator.Open(store, _currentKey);
        _timers = keyedOperator.Definition.OpenTimers(store);
        _timerService = new(_timers, _currentKey);
        _context = new(_timerService, _currentKey, store.Options.Subtask, store.Options.Clock);
        _lifecycle = keyedOperator.LifecycleIn(store.Options.Subtask);
        _broadcastContext = new(_context);
        if (keyedOperator.Definition.Schema.States.Any(static state => state.TimeToLiveMilliseconds is not null))
            _clock = store.Clock;
        store.Clock.RecordTime = _context;
    }

    /// <summary>Gets the output since it was last cleared.</summary>
    public OutputBuffer<TOut> Output => _context.Output;

    /// <summary>Gets the side outputs since they were last taken.</summary>
    public SideOutputs SideOutputs => _context.SideOutputs;

    public StateStore Store => _store;

    public TimerTable<TKey> Timers => _timers;

    public RowTable<TKey>? Rows => _rows;

    /// <summary>Gets the watermark that the runner has reached. Timers that are due may still have to fire.</summary>
    public long Watermark => _watermark;

    /// <summary>
    /// Gets the event times that a checkpoint contains. The watermark is the last one whose timers have all fired, which is also the last one that was
    /// forwarded: after a restore, the sender repeats a later watermark, and the remaining timers fire.
    /// </summary>
    public ReachedEventTime Reached => new(_passedWatermark, _store.Clock.Reached);

    /// <summary>Gets a value indicating whether timers may still have to fire before the runner has passed its watermark.</summary>
    public bool IsAdvancing => _isAdvancing;

    /// <summary>Gets a value indicating whether the output must be taken before the runner can go on.</summary>
    public bool IsOutputFull => Output.IsFull;

    /// <summary>Gets what drops the records and timers that fail, or does not.</summary>
    public FailedRecords Failed { get; }

    /// <summary>
    /// Gets the number of emitted records at which the runner stops, so that its caller can forward the output. A single record or timer may exceed it.
    /// </summary>
    public int OutputLimit
    {
        get => Output.Limit;
        init => Output.Limit = value;
    }

    /// <summary>Gets or sets the number of timers after which the runner stops, so that its caller can do something else between them.</summary>
    public int TimerLimit { get; set; } = int.MaxValue;

    /// <summary>Gets or sets the token at whose cancellation the runner stops after the current record or timer, as if its output were full.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>Keeps the key of each record in the output, for operators that are chained to this one.</summary>
    public EmittedKeys<TKey> KeepKeys()
    {
        var keys = new EmittedKeys<TKey>(_currentKey, _operator.Definition);
        Output.Keys = keys;
        return keys;
    }

    /// <summary>Sets the watermark and the clock to those of a checkpoint. The timers that the watermark reached have already fired.</summary>
    public void RestoreEventTime(ReachedEventTime reached)
    {
        _watermark = _passedWatermark = _context.CurrentWatermark = reached.Watermark;
        _store.Clock.Reach(reached.Clock);
    }

    /// <summary>
    /// Processes records and the watermarks between them from the cursor to the end, or until a limit is reached. The caller then takes the output and calls
    /// this method again.
    /// </summary>
    /// <returns>true if everything has been processed; false if the output is full, as many timers as allowed have fired, or the job is canceled.</returns>
    public bool Process(in KeyedRecords<TKey, TIn> records, ref RecordCursor cursor)
    {
        while (FireDueTimers())
        {
            if (cursor.Record == records.Count && cursor.Watermark == records.Watermarks.Length)
            {
                _store.CompleteBatch();
                return true;
            }

            if (MustStop)
                return false;
            FireBetweenRecords(ref cursor);
            ProcessRun(records, ref cursor);
        }

        return false;
    }

    /// <summary>
    /// Advances the watermark and fires, in the order of time, every timer that it has reached. A watermark that does not advance is ignored.
    /// </summary>
    /// <returns>true if all timers have fired; false if a limit was reached. The caller then takes the output and calls this method again.</returns>
    public bool AdvanceWatermark(long watermark)
    {
        Reach(watermark);
        var isComplete = FireDueTimers();
        _store.CompleteBatch();
        return isComplete;
    }

    /// <summary>Reaches a watermark without firing timers; <see cref="AdvanceWatermark"/> then fires them.</summary>
    /// <returns>true if the watermark has advanced; otherwise, false.</returns>
    public bool TryReach(long watermark)
    {
        Reach(watermark);
        return _isAdvancing;
    }

    /// <summary>Advances the watermark within a run of records, unless timers must fire.</summary>
    /// <returns>true if no timer has to fire; false if the run must end, so that timers can fire.</returns>
    public bool TryPassWatermark(long watermark)
    {
        Reach(watermark);
        if (!_isAdvancing)
            return true;
        if (_timers.TryPeek(TimerKind.EventTime, _watermark, out _))
            return false;
        CompleteAdvance();
        return true;
    }

    /// <summary>Moves the clock for times to live between two records, if a state has one.</summary>
    /// <returns>true if the time has changed; otherwise, false.</returns>
    public bool AdvanceClock() => _clock?.Advance() ?? false;

    /// <summary>Opens the operator, after its state was restored and before its first record. Its changes of operator state are kept.</summary>
    /// <param name="services">The services; null if there are none.</param>
    /// <param name="parallelism">The number of subtasks.</param>
    /// <param name="optionsName">The name of the options, for a message.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="StateGenException">The operator threw.</exception>
    public async ValueTask OpenAsync(IServiceProvider? services, int parallelism, string optionsName, CancellationToken cancellationToken)
    {
        var options = _store.Options;
        var context = new OperatorOpenContext(options.OperatorId, _operator.GetType(), services, options.Logger, optionsName)
        {
            Subtask = options.Subtask,
            Parallelism = parallelism,
            MaxParallelism = options.MaxParallelism,
        };
        await _lifecycle.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        _store.CommitRecord();
    }

    /// <summary>Closes the operator if it was opened and is not closed yet. The exceptions are those of <see cref="DisposeAsync"/>.</summary>
    public ValueTask CloseAsync() => _lifecycle.CloseAsync();

    /// <summary>Closes the operator if it was opened, and releases its state in any case.</summary>
    /// <exception cref="StateGenException">The operator threw.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            EndVisit();
            _store.Dispose();
        }
    }

    private bool MustStop => IsOutputFull || Cancellation.IsCancellationRequested;

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
            for (var fired = 0; _isAdvancing && fired < TimerLimit && !MustStop; fired++)
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
            AddOutputWatermark();
    }

    /// <summary>Adds the watermark to the output and the side outputs, after what was emitted before it.</summary>
    public void AddOutputWatermark()
    {
        Output.Watermarks.Add(Output.Count, _watermark);
        SideOutputs.AddWatermark(_watermark);
    }

    private void StopAdvance()
    {
        _isAdvancing = false;
        _context.CurrentWatermark = _watermark;
        _store.Clock.Reach(_watermark);
        // After a restore, the operator may get input again. The end of input must not be part of a checkpoint.
        if (_watermark != EventTime.Maximum)
            _passedWatermark = _watermark;
    }

    /// <summary>Processes records until the run ends or one of them throws, which the error policy may tolerate.</summary>
    private void ProcessRun(in KeyedRecords<TKey, TIn> records, ref RecordCursor cursor)
    {
        var run = new RecordRun<TKey, TIn, TOut>(this, _operator, _context, _currentKey, records, cursor);
        _context.BeginRun();
        try
        {
            _operator.ProcessRun(ref run);
            _operator.DropRow();
            _currentKey.Unset();
            cursor = run.Cursor;
        }
        catch (Exception exception)
        {
            // A callback may throw any exception. The error policy applies, except to exceptions of StateGen itself and to those that no record has caused. The
            // cursor is at the record that failed.
            Undo(run.IsBetweenRecords ? null : run.Emitted);
            cursor = run.Cursor;
            if (run.IsBetweenRecords)
                StopAdvance();
            if (run.IsBetweenRecords || !ErrorPolicy.Covers(exception))
                throw;
            Reject(records.Keys[cursor.Record], records.Events[cursor.Record], timer: null, records.DescribeOrigin(cursor.Record), exception);
            cursor.Record++;
        }
    }

    private void Fire(in KeyedTimer<TKey> timer)
    {
        var emitted = Output.Count;
        var fired = new FiredTimer(EventTime.ToTimestamp(timer.Timestamp), timer.Kind);
        AdvanceClock();
        _currentKey.Set(timer.Key, timer.Hash);
        _context.BeginTimer(timer.Kind, timer.Timestamp);
        // At the end of input, timers fire although the watermark has not reached their times.
        if (timer.Kind == TimerKind.EventTime && _watermark != EventTime.Maximum)
            _store.Clock.Reach(timer.Timestamp);
        try
        {
            _timers.Delete(timer);
            _operator.InvokeOnTimer(fired, _context);
            _operator.CommitRow();
        }
        catch (Exception exception)
        {
            // The error policy applies as in ProcessRun.
            Undo(emitted);
            if (!ErrorPolicy.Covers(exception))
                throw;
            Reject(timer.Key, value: null, fired, position: null, exception);
            _timers.Delete(timer);
        }

        _store.CommitRecord();
        _currentKey.Unset();
    }

    /// <summary>Undoes what the current record has done.</summary>
    /// <param name="emitted">The number of records in the output before it; null between records, when there is nothing to drop.</param>
    private void Undo(int? emitted)
    {
        _operator.DropRow();
        _store.RollbackRecord();
        if (emitted is { } before)
        {
            Output.Truncate(before);
            if (SideOutputs.Rollback() >= OutputLimit)
                Output.MarkFull();
        }

        _currentKey.Unset();
    }

    private void Reject(TKey key, object? value, FiredTimer? timer, string? position, Exception exception)
    {
        if (!Failed.TryDrop(new(_store.Options.OperatorId, key, value, timer, position, exception)))
            throw new OperatorException(_store.Options.OperatorId, key, position, exception);
    }
}
