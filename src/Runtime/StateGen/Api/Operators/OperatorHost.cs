using StateGen.Backends;
using StateGen.Checkpointing.Restore;
using StateGen.Checkpoints;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Operators;
using StateGen.Engine.Telemetry;
using StateGen.Keys;
using StateGen.Schemas;
using StateGen.Schemas.Migrations;

namespace StateGen;

/// <summary>Opens hosts, which run one operator without a pipeline: in a test, or in your own consumer loop.</summary>
public static partial class OperatorHost
{
    /// <summary>Opens a host for an operator, and the operator (<see cref="KeyedOperator{TKey, TIn, TOut}.OnOpenAsync"/>).</summary>
    /// <param name="keyedOperator">The operator. The host takes ownership of it.</param>
    /// <param name="options">The options of the host.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="StateSchemaException">The operator cannot read the state in the snapshots.</exception>
    /// <exception cref="StateGenException">
    /// The backend cannot run here, the snapshots do not match the options, or the operator threw when it was opened.
    /// </exception>
    public static Task<OperatorHost<TKey, TIn, TOut>> OpenAsync<TKey, TIn, TOut>(
        KeyedOperator<TKey, TIn, TOut> keyedOperator, OperatorHostOptions options, CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keyedOperator);
        ArgumentNullException.ThrowIfNull(options);
        return OpenAsync(keyedOperator, options, restored: null, cancellationToken);
    }

    private static async Task<OperatorHost<TKey, TIn, TOut>> OpenAsync<TKey, TIn, TOut>(
        KeyedOperator<TKey, TIn, TOut> keyedOperator, OperatorHostOptions options, HostRestore? restored, CancellationToken cancellationToken)
        where TKey : notnull
    {
        var clock = new StateClock(options.Time, options.Restore.Select(snapshot => snapshot.TtlClock).DefaultIfEmpty(long.MinValue).Max());
        var schemas = Continue(keyedOperator.Definition, options, clock);
        options.Backend.Validate();
        var store = options.Backend.Open(StoreOptions(schemas, keyedOperator.Definition.Upgrades, options, clock));
        try
        {
            var failed = new FailedRecords(options.ErrorPolicy, store.Options.Logger, store.Options.Subtask, output: null);
            var runner = new KeyedOperatorRunner<TKey, TIn, TOut>(keyedOperator, store, failed) { SideOutputs = { AcceptsAll = true } };
            OperatorHostSnapshot[] owners = [.. options.Restore.Where(snapshot => snapshot.State.KeyGroups.Overlaps(store.Options.KeyGroups))];
            await store.StartAsync([.. owners.Select(static snapshot => snapshot.State)], cancellationToken).ConfigureAwait(false);
            if (runner.Broadcast is { IsUsed: true } broadcast && FindBroadcast(options.Restore) is { } files)
                await broadcast.RestoreAsync(files, cancellationToken).ConfigureAwait(false);
            if (store.OperatorStates is { } operatorStates && FindOperatorStates(options) is { } former)
                await operatorStates.RestoreAsync(former, options.Parallelism, cancellationToken).ConfigureAwait(false);
            runner.RestoreEventTime(ReachedBy(options.Restore, owners));
            await runner.OpenAsync(options.Services, options.Parallelism, nameof(OperatorHostOptions), cancellationToken).ConfigureAwait(false);
            return new(keyedOperator.Definition, runner, schemas, options, restored);
        }
        catch
        {
            // Nothing else would release the files and handles of the store. The caller gets the original exception.
            store.Dispose();
            throw;
        }
    }

    // The copies of all subtasks are the same.
    private static IStateFiles? FindBroadcast(IReadOnlyList<OperatorHostSnapshot> snapshots) =>
        snapshots.FirstOrDefault(static snapshot => snapshot.Broadcast is not null)?.Broadcast;

    // The subtasks share the elements of all former ones, so none may be missing.
    private static IStateFiles[]? FindOperatorStates(OperatorHostOptions options)
    {
        IStateFiles[] former =
        [
            .. options.Restore.OrderBy(static snapshot => snapshot.KeyGroups.First).Select(static snapshot => snapshot.OperatorState).OfType<IStateFiles>(),
        ];
        if (former.Length == 0)
            return null;
        var covered = options.Restore.Sum(static snapshot => snapshot.KeyGroups.Last - snapshot.KeyGroups.First + 1);
        return covered == options.MaxParallelism && former.Length == options.Restore.Count ? former : throw new StateGenException(
            $"The snapshots cover {covered} of {options.MaxParallelism} key groups, but operator state is restored from all subtasks: "
            + $"set {nameof(OperatorHostOptions.Restore)} to the snapshots of all hosts, each once.");
    }

    private static SchemaChain Continue<TKey>(OperatorDefinition<TKey> definition, OperatorHostOptions options, StateClock clock)
        where TKey : notnull
    {
        foreach (var snapshot in options.Restore)
            RequireFitting(snapshot, options);
        return options.Restore.Count == 0
            ? SchemaChain.Start(definition.Schema)
            : SchemaChain.Merge([.. options.Restore.Select(snapshot => snapshot.Schemas)], definition.Schema)
                .Continue(definition.Schema, definition.Upgrades, clock.Now, ReachedBy(options.Restore, owners: []).Watermark);
    }

    private static ReachedEventTime ReachedBy(IReadOnlyList<OperatorHostSnapshot> restored, OperatorHostSnapshot[] owners) =>
        ReachedEventTime.After(restored.Select(static snapshot => snapshot.Reached), owners.Select(static snapshot => snapshot.Reached));

    private static void RequireFitting(OperatorHostSnapshot snapshot, OperatorHostOptions options)
    {
        if (snapshot.MaxParallelism != options.MaxParallelism)
            throw new StateGenException(
                $"The snapshot has {snapshot.MaxParallelism} key groups, but the host has {options.MaxParallelism}. "
                + $"The number of key groups is fixed for the life of the state: set MaxParallelism = {snapshot.MaxParallelism}.");
        if (!string.Equals(snapshot.Backend, options.Backend.Name, StringComparison.Ordinal))
            throw new StateGenException(
                $"The snapshot was written by the backend '{snapshot.Backend}', but the host uses '{options.Backend.Name}'. "
                + $"Restore it on '{snapshot.Backend}'.");
    }

    private static StateStoreOptions StoreOptions(
        SchemaChain schemas, IReadOnlyList<StateUpgrade> upgrades, OperatorHostOptions options, StateClock clock) => new()
    {
        OperatorId = schemas.Current.Schema.OperatorId,
        Subtask = options.Subtask,
        MaxParallelism = options.MaxParallelism,
        KeyGroups = KeyGroups.RangeOf(options.MaxParallelism, options.Parallelism, options.Subtask),
        Migrations = StateMigrationTable.Of(schemas, upgrades),
        Clock = clock,
        // The record was processed even if the log cannot be written, and the caller must not repeat it.
        Logger = new GuardedLogger(options.Logger, static _ => { }),
    };
}

/// <summary>
/// Runs one operator subtask under the control of its owner, which passes events in, advances the watermark and takes the output. Not thread-safe. The
/// effects of a failed record are undone, and the host can be used further.
/// </summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TIn">The type of the events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public sealed partial class OperatorHost<TKey, TIn, TOut> : IOperatorHost
    where TKey : notnull
{
    private readonly OperatorDefinition<TKey> _definition;
    private readonly KeyedOperatorRunner<TKey, TIn, TOut> _runner;
    private readonly SchemaChain _schemas;
    private readonly OperatorHostOptions _options;

    internal OperatorHost(
        OperatorDefinition<TKey> definition,
        KeyedOperatorRunner<TKey, TIn, TOut> runner,
        SchemaChain schemas,
        OperatorHostOptions options,
        HostRestore? restored)
    {
        _definition = definition;
        _runner = runner;
        _schemas = schemas;
        _options = options;
        RestoredFields = restored?.Fields ?? ManifestFields.Empty;
        _snapshots = new(options, schemas, runner.Store, runner.BeginSnapshot, () => runner.Reached) { Attempt = restored?.Attempt ?? 1 };
    }

    /// <summary>Gets the current watermark.</summary>
    public DateTimeOffset Watermark => EventTime.ToTimestamp(_runner.Watermark);

    /// <summary>
    /// Gets the processing time: that of <see cref="OperatorHostOptions.Time"/>, or of the last <see cref="AdvanceProcessingTime"/> if that is later.
    /// </summary>
    public DateTimeOffset ProcessingTime => EventTime.ToTimestamp(_runner.Store.Options.Clock.Now);

    /// <summary>Gets the number of registered timers of both kinds.</summary>
    public long TimerCount => _runner.Timers.Count;

    /// <summary>Gets the output that <see cref="TakeOutput"/> would return, without taking it. Valid until the next call of any member.</summary>
    public ReadOnlySpan<TOut> Output => _runner.Output.Values;

    /// <summary>Gets the store of the state. Benchmarks take snapshots of it, which they write in the background.</summary>
    internal StateStore Store => _runner.Store;

    /// <summary>Processes one broadcast event. In a pipeline, it reaches every subtask: pass it to every host that stands for one.</summary>
    /// <typeparam name="TBroadcast">The type of the broadcast events.</typeparam>
    /// <param name="value">The broadcast event.</param>
    /// <param name="timestamp">The event time.</param>
    /// <exception cref="OperatorException">The operator threw, and the error policy is to fail; the event's effects are undone.</exception>
    /// <exception cref="ArgumentException">The operator has no broadcast input of this type.</exception>
    public void Broadcast<TBroadcast>(TBroadcast value, DateTimeOffset timestamp)
    {
        var events = _runner.TryWrap(value, EventTime.FromTimestamp(timestamp)) ?? throw new ArgumentException(
            $"Operator '{_runner.Store.Options.OperatorId}' takes no broadcast events of type {typeof(TBroadcast).Name}. "
            + $"It must derive from {nameof(KeyedBroadcastOperator<,,,>)} with that type.",
            nameof(value));
        var cursor = default(RecordCursor);
        _runner.ProcessBroadcast(events, [], ref cursor);
        ReportFailed();
    }

    /// <summary>Advances the watermark and fires the timers that it has reached.</summary>
    /// <param name="watermark">The watermark: no more events before this time are expected.</param>
    /// <exception cref="OperatorException">The operator threw, and the error policy is to fail; the timer is still registered.</exception>
    public void AdvanceWatermark(DateTimeOffset watermark)
    {
        _runner.AdvanceWatermark(EventTime.FromTimestamp(watermark));
        ReportFailed();
    }

    /// <summary>
    /// Advances the processing time and fires the timers that it reaches, in the order of their times. While a timer fires, the processing time is the time of
    /// that timer, so a timer that it registers at a distance from that fires as well if it is due. Times to live follow. Nothing else fires processing-time
    /// timers: call this member, with <see cref="ProcessingTime"/>, when the clock of <see cref="OperatorHostOptions.Time"/> has moved.
    /// </summary>
    /// <param name="time">The time; if the processing time is past it, only the timers that are due fire.</param>
    /// <exception cref="OperatorException">The operator threw, and the error policy is to fail; the timer is still registered.</exception>
    public void AdvanceProcessingTime(DateTimeOffset time)
    {
        _runner.AdvanceProcessingTime(time.ToUnixTimeMilliseconds());
        ReportFailed();
    }

    /// <summary>Ends the input: fires every registered event-time timer, and keeps the timers that callbacks register in the process.</summary>
    public void CompleteInput()
    {
        _runner.CompleteInput();
        ReportFailed();
    }

    /// <summary>Returns the output since the last call and clears it.</summary>
    public TOut[] TakeOutput()
    {
        var output = _runner.Output.Values.ToArray();
        _runner.Output.Clear();
        return output;
    }

    /// <summary>Returns the values of a side output since the last call and clears them.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="tag">The side output.</param>
    public T[] TakeSideOutput<T>(OutputTag<T> tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return _runner.SideOutputs.Find(tag)!.Take();
    }

    /// <summary>Drops the output and the side outputs since they were last taken, without allocating.</summary>
    public void DiscardOutput()
    {
        _runner.Output.Clear();
        _runner.SideOutputs.Clear();
    }

    /// <summary>
    /// Enumerates the keys that have state, without those that have only timers, in no particular order. The host must not be used otherwise meanwhile.
    /// </summary>
    /// <exception cref="InvalidOperationException">The method is called from a callback of the operator.</exception>
    public IEnumerable<TKey> EnumerateKeys() => _runner.EnumerateKeys();

    /// <summary>Counts all stored entries: rows, map entries, list elements, entries of broadcast state and elements of operator state. O(n).</summary>
    /// <exception cref="InvalidOperationException">The method is called from a callback of the operator.</exception>
    public long CountEntries() => _runner.CountEntries();

    /// <summary>Takes a snapshot of the state, from which hosts can be opened.</summary>
    /// <param name="cancellationToken">Cancels the writing; the host can be used further.</param>
    /// <exception cref="InvalidOperationException">The method is called from a callback of the operator.</exception>
    public async Task<OperatorHostSnapshot> SnapshotAsync(CancellationToken cancellationToken = default)
    {
        _runner.RequireNoRecord("saved");
        using var snapshot = _runner.Store.BeginSnapshot();
        var (clock, reached) = (_runner.Store.Options.Clock.Now, _runner.Reached);
        using var broadcast = _runner.Broadcast?.BeginSnapshot();
        using var operatorStates = _runner.Store.OperatorStates?.BeginSnapshot();
        var files = new MemorySnapshotFiles();
        var (broadcastFiles, operatorFiles) = (broadcast is null ? null : new MemorySnapshotFiles(), operatorStates is null ? null : new MemorySnapshotFiles());
        await snapshot.WriteAsync(files, cancellationToken).ConfigureAwait(false);
        if (broadcast is not null)
            await broadcast.WriteAsync(broadcastFiles!, cancellationToken).ConfigureAwait(false);
        if (operatorStates is not null)
            await operatorStates.WriteAsync(operatorFiles!, cancellationToken).ConfigureAwait(false);
        var state = new RestoredState(_runner.Store.Options.KeyGroups, snapshot.ListCounter, files) { WriterVersion = snapshot.WriterVersion };
        return new(_options.Backend.Name, _options.MaxParallelism, _schemas, clock, reached, state)
        {
            Broadcast = broadcastFiles,
            OperatorState = operatorFiles,
        };
    }

    /// <summary>
    /// Closes the operator and releases the state and the resources that the backend holds for it, after a checkpoint that is still being written. Blocks
    /// until the operator is closed; prefer <see cref="DisposeAsync"/> for an operator whose <see cref="KeyedOperator{TKey, TIn, TOut}.OnCloseAsync"/> waits.
    /// </summary>
    /// <exception cref="StateGenException">The operator threw when it was closed. The state is released nevertheless.</exception>
    public void Dispose()
    {
        var disposal = DisposeAsync();
        if (disposal.IsCompleted)
            disposal.GetAwaiter().GetResult();
        else
            disposal.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>
    /// Closes the operator and releases the state and the resources that the backend holds for it, after a checkpoint that is still being written.
    /// </summary>
    /// <exception cref="StateGenException">The operator threw when it was closed. The state is released nevertheless.</exception>
    public async ValueTask DisposeAsync()
    {
        // The caller of SaveAsync gets its failure.
        await _snapshots.Saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _runner.DisposeAsync().ConfigureAwait(false);
    }

    private void ReportFailed() => _runner.Failed.Report();
}
