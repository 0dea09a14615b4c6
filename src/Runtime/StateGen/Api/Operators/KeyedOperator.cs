using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Backends.Memory.Broadcast;
using StateGen.Engine.Exchange;
using StateGen.Engine.Operators;

namespace StateGen;

/// <summary>
/// The base class of operators with keyed state. An operator is called for one record at a time and accesses the state of that record's key. Derive from it
/// in a partial class marked <see cref="OperatorAttribute"/>; the generator writes the state accessors. One instance serves one parallel subtask and is
/// called by one thread at a time. A record is atomic: when a callback throws, its changes to state, timers and output are undone.
/// </summary>
/// <typeparam name="TKey">The type of the key that the stream is partitioned by.</typeparam>
/// <typeparam name="TIn">The type of the events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public abstract class KeyedOperator<TKey, TIn, TOut>
    where TKey : notnull
{
    private CurrentKey<TKey>? _currentKey;
    private bool _rowChanged;

    /// <summary>Gets the key of the record or timer that is being processed, in normal form.</summary>
    /// <exception cref="NoCurrentKeyException">No record or timer is being processed.</exception>
    protected TKey Key => RequireKey(nameof(Key)).Value;

    /// <summary>Generated code: gets a value indicating whether the row of the current key is loaded.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool IsRowLoaded { get; private set; }

    /// <summary>Generated code: gets the definition of the operator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual OperatorDefinition<TKey> Definition =>
        throw new StateGenException(
            $"'{GetType()}' has no generated state binding. Mark the class [Operator(\"id\")], make it partial, and build with the StateGen package.");

    /// <summary>Processes an event. Its key is the current key.</summary>
    /// <param name="value">The event.</param>
    /// <param name="context">The access to timers, time and output.</param>
    protected abstract void OnEvent(TIn value, OperatorContext<TOut> context);

    /// <summary>Processes a timer that fires. The current key is the key that the timer was registered for. Does nothing unless overridden.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="context">The access to timers, time and output.</param>
    protected virtual void OnTimer(FiredTimer timer, OperatorContext<TOut> context)
    {
    }

    /// <summary>
    /// Opens the operator: connects to services, loads tables that events are looked up in, creates metrics. Called once for each subtask and attempt, after
    /// the state is restored and before the first record; subtasks are opened at the same time. There is no current key, so state, <see cref="Key"/> and timers
    /// cannot be used. It may wait, because nothing is processed until it has completed; other callbacks must not. If it throws, the attempt fails: the
    /// error policy does not apply, the <see cref="RestartStrategy"/> does. The operator is not closed then, so release before what was opened in part.
    /// Does nothing unless overridden.
    /// </summary>
    /// <param name="context">The description of the subtask, services and a logger.</param>
    /// <param name="cancellationToken">The token that is canceled when the attempt ends.</param>
    protected virtual ValueTask OnOpenAsync(OperatorOpenContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// Closes the operator: releases what <see cref="OnOpenAsync"/> has opened. Called once for each operator that was opened, after its last record and before
    /// its state is released, even when the job has failed, is canceled or stops. The end of the job waits for it. There is no current key. Its effects
    /// are not part of a checkpoint, and a process that is killed does not call it, so no result may depend on it. If it throws, the attempt fails, unless it
    /// has failed before; a failure before is never hidden. Does nothing unless overridden.
    /// </summary>
    protected virtual ValueTask OnCloseAsync() => ValueTask.CompletedTask;

    /// <summary>Removes every state of the current key, but not its timers. Generated code overrides it.</summary>
    /// <exception cref="NoCurrentKeyException">No record or timer is being processed.</exception>
    protected virtual void ClearState() => RequireKey(nameof(ClearState));

    /// <summary>Generated code: opens the tables of the operator's states.</summary>
    /// <param name="store">The store of this subtask.</param>
    /// <param name="currentKey">The current key, which collection states read at every access.</param>
    /// <returns>The table of rows; null when the operator has no value state.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual RowTable<TKey>? OpenState(StateStore store, CurrentKey<TKey> currentKey) => null;

    /// <summary>Generated code: stores the row that was loaded and changed.</summary>
    /// <param name="currentKey">The current key.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual void StoreRow(CurrentKey<TKey> currentKey)
    {
    }

    /// <summary>Generated code: processes a run of records, in the loop of the table of rows.</summary>
    /// <param name="run">The records.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual void ProcessRun(ref RecordRun<TKey, TIn, TOut> run) => run.ForEach(new RecordOperator(this));

    /// <summary>Generated code: calls <see cref="OnEvent"/>, whatever else has this name in a derived class.</summary>
    /// <param name="value">The event.</param>
    /// <param name="context">The access to timers, time and output.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void InvokeOnEvent(TIn value, OperatorContext<TOut> context) => OnEvent(value, context);

    /// <summary>Generated code: gets the current key for an access to state.</summary>
    /// <param name="state">The name of the state.</param>
    /// <exception cref="NoCurrentKeyException">No record or timer is being processed.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected CurrentKey<TKey> RequireKey(string state)
    {
        if (_currentKey is not { IsSet: true } key)
            throw _currentKey?.Missing(state) ?? new NoCurrentKeyException(GetType().Name, state);
        return key;
    }

    /// <summary>Generated code: marks the row of the current key as loaded.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void MarkRowLoaded() => IsRowLoaded = true;

    /// <summary>Generated code: marks the loaded row as changed, so that it is stored when the record ends.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void MarkRowChanged() => _rowChanged = true;

    /// <summary>Generated code: gets the mark of <see cref="MarkRowChanged"/>, which a handle over a column of the row sets.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref bool RowChangeMark => ref _rowChanged;

    /// <summary>Gets the broadcast states; null if the operator has no broadcast input, or is not open yet.</summary>
    internal virtual BroadcastStore? Broadcast => null;

    /// <summary>Gets a value indicating whether the operator needs a broadcast input.</summary>
    internal virtual bool HasBroadcastInput => false;

    internal virtual RowTable<TKey>? Open(StateStore store, CurrentKey<TKey> currentKey)
    {
        _currentKey = currentKey;
        return OpenState(store, currentKey);
    }

    internal OperatorLifecycle LifecycleIn(int subtask) => new(_currentKey!.OperatorId, subtask, OnOpenAsync, OnCloseAsync);

    /// <summary>Processes an event of <see cref="TryWrap"/> or of the broadcast input.</summary>
    internal virtual void InvokeOnBroadcast(BroadcastEvents events, int index, BroadcastContext<TOut> context) => throw new UnreachableException();

    /// <summary>Visits the current key for an event of <see cref="TryWrap"/> or of the broadcast input.</summary>
    internal virtual void InvokeOnKey(BroadcastEvents events, int index, OperatorContext<TOut> context) => throw new UnreachableException();

    /// <summary>Makes a value a broadcast event, if it is of the type that the operator takes.</summary>
    internal virtual bool TryWrap(object? value, long timestamp, [NotNullWhen(true)] out BroadcastEvents? events)
    {
        events = null;
        return false;
    }

    internal void InvokeOnTimer(FiredTimer timer, OperatorContext<TOut> context) => OnTimer(timer, context);

    /// <summary>Begins records whose rows the caller loads and stores.</summary>
    internal void BeginRows()
    {
        IsRowLoaded = true;
        _rowChanged = false;
    }

    /// <summary>Determines whether the current record has changed the row, and begins the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TakeRowChange()
    {
        if (!_rowChanged)
            return false;
        _rowChanged = false;
        return true;
    }

    internal void CommitRow()
    {
        if (_rowChanged)
            StoreRow(_currentKey!);
        DropRow();
    }

    internal void DropRow()
    {
        IsRowLoaded = false;
        _rowChanged = false;
    }

    private readonly struct RecordOperator(KeyedOperator<TKey, TIn, TOut> self) : IRecordOperator<TIn, TOut>
    {
        public void OnEvent(TIn value, OperatorContext<TOut> context) => self.OnEvent(value, context);
    }
}
