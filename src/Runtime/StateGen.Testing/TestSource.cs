using StateGen.Checkpoints;

namespace StateGen.Testing;

/// <summary>
/// Represents a source of one split that a test fills while the job runs. It can have the job fail, or take a checkpoint, at a certain event. Its events
/// stay, so a job that resumes from a checkpoint reads those after it again. One run at a time may use it. Thread-safe.
/// <see cref="PipelineHarness.CreateSource{T}"/> creates it.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
public sealed class TestSource<T> : ISource<T>, ITestSource
{
    private readonly Lock _gate = new();
    private readonly List<T> _events;
    private readonly HashSet<int> _failures = [];
    private readonly HashSet<int> _checkpoints = [];
    private readonly Func<CancellationToken, Task> _takeCheckpoint;
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _drained = NewSignal();
    private bool _isComplete;

    internal TestSource(IEnumerable<T> events, Func<CancellationToken, Task> takeCheckpoint)
    {
        _events = [.. events];
        _takeCheckpoint = takeCheckpoint;
    }

    /// <inheritdoc/>
    public string Description => $"test source of {typeof(T).Name}";

    int ITestSource.Count
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    bool ITestSource.IsDrained
    {
        get
        {
            lock (_gate)
                return _drained.Task.IsCompleted;
        }
    }

    /// <summary>Adds events to the end.</summary>
    /// <param name="events">The events.</param>
    /// <exception cref="InvalidOperationException">The source is complete.</exception>
    public void Add(params IEnumerable<T> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        Change(() =>
        {
            if (_isComplete)
                throw new InvalidOperationException($"The {Description} is complete. Add events before {nameof(Complete)}.");
            _events.AddRange(events);
        });
    }

    /// <summary>Ends the input after the events that were added.</summary>
    public void Complete() => Change(() => _isComplete = true);

    /// <summary>
    /// Has the job fail with an <see cref="InjectedFailureException"/> before an event is read. It happens once: after the restart from the latest checkpoint
    /// the event is read.
    /// </summary>
    /// <param name="index">The index of the event, from 0. The number of events stands for the end of the input.</param>
    public void FailAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Change(() => _failures.Add(index));
    }

    /// <summary>Has the job take a checkpoint before an event is read, and waits for it. It happens once, and before a failure at the same event.</summary>
    /// <param name="index">The index of the event, from 0. The number of events stands for the end of the input.</param>
    public void CheckpointAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Change(() => _checkpoints.Add(index));
    }

    Task<IReadOnlyList<SplitPosition>> ISource<T>.DiscoverSplitsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SplitPosition>>([new("0", Position(0), MaxEventTimeMilliseconds: null, IsFinished: false)]);

    Task<SplitReader<T>> ISource<T>.OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        Change(static () => { });
        return Task.FromResult<SplitReader<T>>(new Reader(this, (int)position.Fields.GetInt64("read")));
    }

    async Task ITestSource.DrainedAsync(CancellationToken cancellationToken)
    {
        Task drained;
        lock (_gate)
            drained = _drained.Task;
        await drained.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ManifestFields Position(int next) => ManifestFields.Empty.With("read", next);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.SetResult();
            _changed = NewSignal();
            if (_drained.Task.IsCompleted)
                _drained = NewSignal();
        }
    }

    /// <summary>Reads events up to the next one at which something happens.</summary>
    private SplitRead Read(int next, Span<T> buffer)
    {
        lock (_gate)
        {
            if (HasEvent(next) && _failures.Remove(next))
                throw new InjectedFailureException($"The test had the {Description} fail before event {next}.");
            var end = _failures.Concat(_checkpoints).Where(index => index > next).Append(_events.Count).Append(next + buffer.Length).Min();
            if (end > next)
            {
                _events[next..end].CopyTo(buffer);
                return SplitRead.Events(end - next);
            }

            _drained.TrySetResult();
            return _isComplete ? SplitRead.End : SplitRead.WaitFor(_changed.Task);
        }
    }

    private bool TakeCheckpointAt(int next)
    {
        lock (_gate)
            return HasEvent(next) && _checkpoints.Remove(next);
    }

    // The end of the input counts as an event: something can happen before it.
    private bool HasEvent(int next) => next < _events.Count || _isComplete;

    private sealed class Reader(TestSource<T> source, int next) : SplitReader<T>
    {
        private int _firstOfRead = next;
        private int _next = next;
        private bool _isAtEnd;

        public override string Description => source.Description;

        public override ManifestFields Position => TestSource<T>.Position(_next);

        public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
        {
            if (source.TakeCheckpointAt(_next))
                await source._takeCheckpoint(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var read = source.Read(_next, events.Span);
            _firstOfRead = _next;
            _next += read.Count;
            _isAtEnd = read.IsEnd;
            return read;
        }

        public override long OriginOf(int index) => _firstOfRead + index;

        // The attempt has ended, and the next one reads again. A split that was read to its end is closed earlier.
        public override ValueTask DisposeAsync()
        {
            if (!_isAtEnd)
                source.Change(static () => { });
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A source of a harness without the type of its events.</summary>
internal interface ITestSource
{
    /// <summary>Gets the number of events that were added.</summary>
    int Count { get; }

    void Complete();

    void FailAt(int index);

    void CheckpointAt(int index);

    /// <summary>Gets a value indicating whether the job has asked for an event after the last one: it has handed on all others.</summary>
    bool IsDrained { get; }

    /// <summary>Waits until the source is drained.</summary>
    Task DrainedAsync(CancellationToken cancellationToken);
}

/// <summary>The failure that a test has injected (<see cref="TestSource{T}.FailAt"/>).</summary>
/// <param name="message">The message.</param>
public sealed class InjectedFailureException(string message) : Exception(message);
