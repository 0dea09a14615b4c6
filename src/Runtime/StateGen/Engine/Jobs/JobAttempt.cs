using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using StateGen.Backends;
using StateGen.Checkpointing.Coordination;
using StateGen.Checkpointing.Restore;
using StateGen.Checkpoints;
using StateGen.Engine.Errors;
using StateGen.Engine.Sinks;
using StateGen.Engine.Sources;
using StateGen.Engine.Telemetry;
using StateGen.Keys;
using StateGen.Schemas;
using StateGen.Schemas.Migrations;

namespace StateGen.Engine.Jobs;

/// <summary>One attempt of a job. It provides the context in which the stages open their subtasks, and owns everything that they open.</summary>
internal sealed class JobAttempt : IAsyncDisposable
{
    private readonly JobPlan _plan;
    private readonly PipelineOptions _options;
    private readonly JobStart _start;
    private readonly OwnedResources _owned = new();
    private readonly List<IJobSubtask> _subtasks = [];
    private readonly List<ISourceSubtask> _sources = [];
    private readonly List<ISplitWatch> _watches = [];
    private int _chained;

    public JobAttempt(JobPlan plan, PipelineOptions options, JobStart start, IReadOnlyList<IJobSink> sinks, JobTelemetry telemetry, StateClock clock)
    {
        _plan = plan;
        _options = options;
        _start = start;
        Sinks = sinks;
        Telemetry = telemetry;
        Clock = clock;
        clock.MoveTo(start.Restored?.TimeToLiveClockMilliseconds ?? long.MinValue);
        Coordinator = new(this, plan, options, start);
        Checkpoints = new(Coordinator, telemetry);
        Grace = new(options, telemetry);
    }

    public JobCounters Counters => Telemetry.Counters;

    public JobTelemetry Telemetry { get; }

    public CheckpointCoordinator Coordinator { get; }

    /// <summary>Gets what the subtasks know of checkpoints, and report through.</summary>
    public CheckpointWorker Checkpoints { get; }

    /// <summary>Gets the sinks, in the order of the plan, which are open longer than the attempt.</summary>
    public IReadOnlyList<IJobSink> Sinks { get; }

    public StateClock Clock { get; }

    /// <summary>Gets the time that reads have after the end of the attempt has canceled them.</summary>
    public CancellationGrace Grace { get; }

    /// <summary>Gets the watches over the splits of sources whose splits change.</summary>
    public IReadOnlyList<ISplitWatch> Watches => _watches;

    public IReadOnlyList<IJobSubtask> Subtasks => _subtasks;

    public IReadOnlyList<ISourceSubtask> Sources => _sources;

    /// <summary>Gets the number of reports to each checkpoint, and to the end of input: one of each subtask, and of each chained operator in it.</summary>
    public int Participants => _subtasks.Count + _chained;

    public string JobId => _options.JobId;

    public int Number => _start.Attempt;

    public int Parallelism => _options.Parallelism;

    public int MaxParallelism => _start.MaxParallelism;

    public int BatchSize => _options.BatchSize;

    /// <inheritdoc cref="JobPlan.ExchangeCount"/>
    public int ExchangeCount => _plan.ExchangeCount;

    /// <summary>Gets the services that operators may ask for; null if there are none.</summary>
    public IServiceProvider? Services => _options.Services;

    public ErrorPolicy ErrorPolicy => _options.ErrorPolicy;

    /// <summary>Gets or sets the dead-letter sink of the pipeline; null if it has none.</summary>
    public SinkStage<DeadLetter>? DeadLetters { get; set; }

    /// <summary>Opens what takes the failed records of the subtasks of a stage. It comes before everything that may fail for a record.</summary>
    public async Task<FailedRecords[]> OpenFailedRecordsAsync(int subtasks, CancellationToken cancellationToken)
    {
        var failed = new FailedRecords[subtasks];
        for (var subtask = 0; subtask < subtasks; subtask++)
        {
            var output = DeadLetters is null ? null : await DeadLetters.OpenWriterAsync(this, failed: null, cancellationToken).ConfigureAwait(false);
            failed[subtask] = new(ErrorPolicy, Telemetry.Logger, subtask, output);
        }

        return failed;
    }

    public TOwned Own<TOwned>(TOwned owned)
        where TOwned : IAsyncDisposable =>
        _owned.Add(owned);

    public void Add(IJobSubtask subtask) => _subtasks.Add(Own(subtask));

    public void AddSource(ISourceSubtask source)
    {
        Add(source);
        _sources.Add(source);
    }

    /// <summary>Adds operators that run in the subtasks of others.</summary>
    public void AddChained(int count) => _chained += count;

    public void AddWatch(ISplitWatch watch) => _watches.Add(Own(watch));

    /// <summary>Gets the splits of a source at the start of the attempt.</summary>
    public ImmutableArray<SplitPosition> SplitsOf(int source) => _start.Splits[source];

    public JobOperator FindOperator(string id) => _plan.Operators.Single(use => use.Id == id);

    public StateStore OpenStore(JobOperator use, int subtask) => _options.Backend.Open(new()
    {
        OperatorId = use.Id,
        Subtask = subtask,
        MaxParallelism = MaxParallelism,
        KeyGroups = KeyGroupsOf(use, subtask),
        Migrations = StateMigrationTable.Of(_start.Schemas[use.Index], use.Upgrades),
        Clock = Clock,
        Logger = Telemetry.Logger,
    });

    /// <summary>Finds the state of one subtask in the restored checkpoint, which may have been taken with another parallelism.</summary>
    public RestoredOperator FindState(JobOperator use, int subtask)
    {
        if (_start.Restored?.Operators.FirstOrDefault(snapshot => snapshot.Id == use.Id) is not { } restored)
            return RestoredOperator.Nothing;
        var owned = KeyGroupsOf(use, subtask);
        SubtaskSnapshot[] owners = [.. restored.Subtasks.Where(former => owned.Overlaps(KeyGroupsOf(former)))];
        return new(
            [.. owners.Select(ToState)], ReachedEventTime.After(restored.Subtasks.Select(ReachedEventTime.In), owners.Select(ReachedEventTime.In)))
        {
            Broadcast = FindBroadcast(restored),
            OperatorStates = FindOperatorStates(restored),
        };
    }

    /// <summary>Releases everything, in the reverse order of opening. After a failure the rest is still released; then the first failure is thrown.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _owned.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Coordinator.Dispose();
        }
    }

    private static KeyGroupRange KeyGroupsOf(SubtaskSnapshot snapshot) => new(snapshot.FirstKeyGroup, snapshot.LastKeyGroup);

    private KeyGroupRange KeyGroupsOf(JobOperator use, int subtask) => KeyGroups.RangeOf(MaxParallelism, use.Parallelism ?? Parallelism, subtask);

    /// <exception cref="CheckpointDamagedException">The operator had broadcast state, and the checkpoint does not name its file.</exception>
    private CheckpointStateFiles? FindBroadcast(OperatorSnapshot restored)
    {
        if (restored.Subtasks.FirstOrDefault(static former => former.Broadcast is not null) is { } former)
            return new(_start.Store!, former with { Files = [former.Broadcast!] });
        return restored.Schemas.Current.Schema.States.All(static state => state.Kind != StateKind.Broadcast) ? null : throw new CheckpointDamagedException(
            "manifest", $"the file of the broadcast state of operator '{restored.Id}'", "no such file");
    }

    /// <exception cref="CheckpointDamagedException">The operator had operator state, and the checkpoint does not name the file of each subtask.</exception>
    private CheckpointStateFiles[]? FindOperatorStates(OperatorSnapshot restored)
    {
        if (!restored.HasOperatorState)
            return null;
        return [.. restored.Subtasks.OrderBy(static former => former.Index).Select(former => new CheckpointStateFiles(
            _start.Store!, former with { Files = [former.OperatorState ?? throw restored.MissingOperatorState(former.Index)] }))];
    }

    private RestoredState ToState(SubtaskSnapshot snapshot) =>
        new(KeyGroupsOf(snapshot), snapshot.ListCounter, new CheckpointStateFiles(_start.Store!, snapshot)) { WriterVersion = snapshot.WriterVersion };
}

/// <summary>
/// The tasks of one attempt. The first task that fails cancels all others, and only its exception is thrown. The attempt may also end before all tasks have;
/// what they throw then is only recorded.
/// </summary>
internal sealed class SubtaskGroup(JobCounters counters, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<Task> _tasks = [];
    private ExceptionDispatchInfo? _failure;
    private volatile bool _wasCanceled;
    private volatile bool _hasEnded;

    public void Start(Func<CancellationToken, Task> run) => _tasks.Add(Task.Run(() => GuardAsync(run), CancellationToken.None));

    /// <summary>Ends the attempt: cancels the tasks that still run.</summary>
    public Task EndAsync()
    {
        _hasEnded = true;
        return _stop.CancelAsync();
    }

    /// <summary>Waits until all tasks have ended.</summary>
    /// <exception cref="OperationCanceledException">The group was canceled from outside.</exception>
    public async Task CompleteAsync()
    {
        await Task.WhenAll(_tasks).ConfigureAwait(false);
        _failure?.Throw();
        if (_wasCanceled && !_hasEnded)
            throw new OperationCanceledException(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    private async Task GuardAsync(Func<CancellationToken, Task> run)
    {
        try
        {
            await run(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _wasCanceled = true;
        }
        catch (Exception exception) when (_hasEnded)
        {
            // The checkpoint that ended the attempt is complete, so this is no failure of the job.
            counters.RecordFailure(exception);
        }
        catch (Exception exception)
        {
            // CompleteAsync throws the first failure. Later failures are consequences of the cancellation and are not kept.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }
}
