using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StateGen.Backends;
using StateGen.Checkpoints;

namespace StateGen.Testing;

/// <summary>
/// Runs a pipeline in a test, from sources to sinks in memory and in virtual time: with checkpoints on demand, injected failures, and runs that end as if they
/// were killed. Checkpoints are in memory and belong to the harness, so each run resumes from the latest one. Not thread-safe.
/// </summary>
public sealed class PipelineHarness : IAsyncDisposable
{
    private const int MostCheckpoints = 1_000;

    private readonly PipelineHarnessOptions _options;
    private readonly MemoryCheckpointStorage _storage = new();
    private readonly CheckpointTrigger _trigger = new();
    private readonly List<ITestSource> _sources = [];
    private readonly List<ITestSink> _sinks = [];
    private CancellationTokenSource _end = new();
    private CancellationTokenSource _stop = new();
    private Task<JobResult>? _running;

    /// <summary>Creates a harness.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    public PipelineHarness(PipelineHarnessOptions? options = null)
    {
        _options = options ?? new();
        Time = _options.Time ?? new();
    }

    /// <summary>
    /// Verifies that a pipeline has the same output when it fails and resumes as when it does not. It is run to its end once without a failure, and then once
    /// for each of up to 40 events of each source: the job takes a checkpoint half-way to that event and fails before the event. The outputs are compared
    /// without regard to order.
    /// </summary>
    /// <param name="create">
    /// A function that creates the pipeline with sources and sinks of the harness (<see cref="CreateSource{T}"/>, <see cref="CreateSink{T}"/>). It is called
    /// once for each run, each time with another harness, and must create the same pipeline with the same events.
    /// </param>
    /// <param name="options">The options of each harness; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <returns>The number of runs with a failure.</returns>
    /// <exception cref="ExactlyOnceException">The output differs. Records are compared with <see cref="object.Equals(object)"/>.</exception>
    /// <exception cref="InvalidOperationException">The pipeline has no source or no sink of the harness.</exception>
    /// <exception cref="StateGenException">The job has failed for another reason.</exception>
    public static Task<int> VerifyExactlyOnceAsync(
        Func<PipelineHarness, RunnablePipeline> create, PipelineHarnessOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new ExactlyOnceCheck(create, options).RunAsync(cancellationToken);
    }

    /// <summary>Gets the clock of the job. Timers of the job fire when the test moves it.</summary>
    public VirtualTime Time { get; }

    internal IReadOnlyList<ITestSource> Sources => _sources;

    internal IReadOnlyList<ITestSink> Sinks => _sinks;

    private Task<JobResult> Running => _running ?? throw new InvalidOperationException($"No pipeline runs. Call {nameof(Start)} before.");

    /// <summary>Creates a source, which the test can fill while the job runs.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="events">The first events.</param>
    public TestSource<T> CreateSource<T>(params IEnumerable<T> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var source = new TestSource<T>(events, _trigger.TriggerAsync);
        _sources.Add(source);
        return source;
    }

    /// <summary>Creates a sink, whose records appear when their checkpoint is complete.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    public CollectionSink<T> CreateSink<T>()
    {
        var sink = new CollectionSink<T>();
        _sinks.Add(new TestSink<T>(sink));
        return sink;
    }

    /// <summary>Starts the job, from the latest checkpoint of the harness or from the beginning.</summary>
    /// <param name="pipeline">The pipeline. It may have changed since the last run, as a new version of a program has.</param>
    /// <exception cref="InvalidOperationException">The job runs already.</exception>
    public void Start(RunnablePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        if (_running is not null)
            throw new InvalidOperationException($"The job runs already. End the run with {nameof(CompleteAsync)}, {nameof(StopAsync)} or {nameof(KillAsync)}.");
        _end.Dispose();
        _stop.Dispose();
        (_end, _stop) = (new(), new());
        var (options, end) = (CreateOptions(), _end.Token);
        // The test goes on, whatever the sources do at the start.
        _running = Task.Run(() => pipeline.RunAsync(options, end), CancellationToken.None);
    }

    /// <summary>
    /// Takes a checkpoint that contains all events that were added to the sources of the harness. Its output is in the sinks then, but timers whose time no
    /// watermark has reached have not fired.
    /// </summary>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The number of the checkpoint.</returns>
    /// <exception cref="InvalidOperationException">The job has ended.</exception>
    /// <exception cref="StateGenException">The job has failed.</exception>
    public async Task<long> CheckpointAsync(CancellationToken cancellationToken = default)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taking = TakeCheckpointAsync(waiting.Token);
        try
        {
            if (await Task.WhenAny(taking, Running).ConfigureAwait(false) == taking)
                return await taking.ConfigureAwait(false);
            await Running.ConfigureAwait(false);
        }
        finally
        {
            await waiting.CancelAsync().ConfigureAwait(false);
            await ((Task)taking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        throw new InvalidOperationException("The job has ended, and took its last checkpoint then. Take others before the sources are complete.");
    }

    /// <summary>
    /// Takes checkpoints until a condition is met. Processing-time timers fire in the background after the clock has moved, so one checkpoint may come before
    /// their output.
    /// </summary>
    /// <param name="isMet">The condition, such as one on the records of a sink.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <exception cref="InvalidOperationException">The job has ended, or the condition is not met after 1,000 checkpoints.</exception>
    /// <exception cref="StateGenException">The job has failed.</exception>
    public async Task CheckpointUntilAsync(Func<bool> isMet, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isMet);
        for (var checkpoint = 0; !isMet(); checkpoint++)
        {
            if (checkpoint == MostCheckpoints)
            {
                throw new InvalidOperationException(
                    $"The condition is not met after {MostCheckpoints} checkpoints. The sinks of the harness have: "
                    + $"{string.Join("; ", _sinks.Select(static sink => $"{sink.Description}: {StateText.Of(sink.Records)}"))}.");
            }

            await CheckpointAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the input of all sources of the harness and waits for the end of the job.</summary>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The result of the run.</returns>
    /// <exception cref="StateGenException">The job has failed.</exception>
    public async Task<JobResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        foreach (var source in _sources)
            source.Complete();
        return await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the job to the end of the sources of the harness: <see cref="Start"/> and <see cref="CompleteAsync"/>.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The result of the run.</returns>
    /// <exception cref="StateGenException">The job has failed.</exception>
    public Task<JobResult> RunAsync(RunnablePipeline pipeline, CancellationToken cancellationToken = default)
    {
        Start(pipeline);
        return CompleteAsync(cancellationToken);
    }

    /// <summary>Ends the run gracefully, with a checkpoint, as at a deployment. <see cref="Start"/> resumes the job.</summary>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The result of the run.</returns>
    /// <exception cref="StateGenException">The job has failed.</exception>
    public async Task<JobResult> StopAsync(CancellationToken cancellationToken = default)
    {
        _ = Running;
        await _stop.CancelAsync().ConfigureAwait(false);
        return await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends the run without a checkpoint, as if the process were killed: what happened since the latest checkpoint is lost, and <see cref="Start"/> makes the
    /// job do it again.
    /// </summary>
    /// <exception cref="StateGenException">The job has failed before.</exception>
    public async Task KillAsync()
    {
        var running = Running;
        await _end.CancelAsync().ConfigureAwait(false);
        _running = null;
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // This is how the run ends when it is abandoned.
        }
    }

    /// <summary>Ends the run, if there is one, and releases its checkpoints. A failure of the job is not thrown.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_running is not null)
            await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running = null;
        _end.Dispose();
        _stop.Dispose();
        _storage.Dispose();
    }

    private async Task<long> TakeCheckpointAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // While one source is waited for, another may have to be read again after a failure.
            while (!_sources.TrueForAll(static source => source.IsDrained))
            {
                foreach (var source in _sources)
                    await source.DrainedAsync(cancellationToken).ConfigureAwait(false);
            }

            // Null if a failure that the test has injected came first. The next attempt reads the events again.
            if (await _trigger.TriggerAsync(cancellationToken).ConfigureAwait(false) is { } id)
                return id;
        }
    }

    private async Task<JobResult> EndAsync(CancellationToken cancellationToken)
    {
        var running = Running;
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (running.IsCompleted)
                _running = null;
        }
    }

    private PipelineOptions CreateOptions() => new()
    {
        JobId = "harness",
        CheckpointTo = CheckpointTarget.ToStorage(_storage),
        CheckpointTrigger = _trigger,
        StopRequested = _stop.Token,
        Restart = RestartStrategy.FixedDelay(int.MaxValue, TimeSpan.Zero).When(static failure => failure is InjectedFailureException),
        Time = Time,
        Backend = _options.Backend,
        Parallelism = _options.Parallelism,
        ErrorPolicy = _options.ErrorPolicy,
        Logger = _options.Logger,
        Services = _options.Services,
    };
}

/// <summary>The options of a harness (<see cref="PipelineHarness"/>). Immutable.</summary>
public sealed record PipelineHarnessOptions
{
    /// <summary>Gets the backend that holds the state of operators; <see cref="MemoryBackend"/> by default.</summary>
    public IStateBackend Backend { get; init; } = MemoryBackend.Default;

    /// <summary>Gets the number of parallel subtasks of each operator, positive. A source of the harness has one split, so it has one subtask.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Gets the reaction to a record that fails; <see cref="ErrorPolicy.Fail"/> by default, so that the test sees it.</summary>
    public ErrorPolicy ErrorPolicy { get; init; } = ErrorPolicy.Fail;

    /// <summary>Gets the logger of the job; by default, everything is discarded.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Gets the services that operators may ask for when they are opened. They are not disposed. Null for none.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Gets the clock. By default, the harness has a clock of its own, which begins at the start of the year 2000.</summary>
    public VirtualTime? Time { get; init; }
}

/// <summary>A sink of a harness without the type of its records.</summary>
internal interface ITestSink
{
    string Description { get; }

    /// <summary>Gets the committed records.</summary>
    IReadOnlyList<object?> Records { get; }
}

internal sealed class TestSink<T>(CollectionSink<T> sink) : ITestSink
{
    public string Description => sink.Description;

    public IReadOnlyList<object?> Records => [.. sink.Records.Cast<object?>()];
}
