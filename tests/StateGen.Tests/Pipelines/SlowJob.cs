using StateGen.Checkpointing.Coordination;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Pipelines;

/// <summary>
/// A job whose last operator takes virtual time for each record, and whose sources send barriers within chosen records of it, after all that is before the
/// operator has come as far as it can. All records have one key, so that one subtask handles them all.
/// </summary>
internal sealed class SlowJob
{
    private const long FirstBarrier = 1_000;

    private readonly VirtualTime _time = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _handledAtBarrier = [];
    private JobAttempt? _attempt;
    private PendingCheckpoint? _pending;
    private int _handled;
    private int _progress;

    public required int Records { get; init; }

    /// <summary>The number of source subtasks, and of the subtasks of each operator.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Whether an operator that takes no time is before the slow one.</summary>
    public bool HasFastOperator { get; init; }

    /// <summary>Whether the slow operator is chained to the one before it.</summary>
    public bool IsChained { get; init; }

    /// <summary>The time that the operator takes for a record, by its number, from 1.</summary>
    public required Func<int, TimeSpan> TimeOf { get; init; }

    /// <summary>Whether a barrier is sent within a record, unless the one before it is still on its way.</summary>
    public Func<int, bool> HasBarrier { get; init; } = _ => false;

    /// <summary>Called within each record, with its number.</summary>
    public Action<int>? Handling { get; init; }

    public int Handled => _handled;

    /// <summary>For each barrier, the number of records that the operator handled between the record in which it was sent and its snapshot.</summary>
    public List<int> Delays { get; } = [];

    /// <summary>The numbers of records that the sources read at once, in order.</summary>
    public List<int> Reads { get; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var inputs = Enumerable.Range(0, Parallelism).Select(_ => Input(Records / Parallelism)).ToArray();
        var next = new int[Parallelism];
        var source = new ListSource<Reading>(inputs)
        {
            BeforeRead = (split, position, _) =>
            {
                lock (_gate)
                    Reads.Add(position - next[split]);
                next[split] = position;
                Interlocked.Increment(ref _progress);
                return ValueTask.CompletedTask;
            },
        };
        var keyed = Pipeline.From(source).KeyBy(reading => reading.Sensor);
        if (HasFastOperator)
            keyed = Fast(keyed).KeyBy(reading => reading.Sensor);
        var slow = IsChained ? Fast(keyed).KeepKey().Process(() => new Passing("slow", Handle)) : keyed.Process(() => new Passing("slow", Handle));
        await slow.To(new Sink(this))
            .RunAsync(new() { JobId = "job", Parallelism = Parallelism, Time = _time, AttemptOpened = attempt => _attempt = attempt }, cancellationToken);
    }

    private OperatorStream<string, Reading> Fast(KeyedStream<string, Reading> stream) =>
        stream.Process(() => new Passing("fast", () => Interlocked.Increment(ref _progress)));

    private static Reading[] Input(int count) => [.. Enumerable.Range(0, count).Select(index => new Reading("one", index, index))];

    private void Handle()
    {
        _handled++;
        Handling?.Invoke(_handled);
        var hasBarrier = HasBarrier(_handled) && _pending is null or { Drained.IsCompleted: true };
        // Whoever is faster than the operator has gone on before it needs time.
        if (hasBarrier || HasFastOperator)
            WaitForOthers();
        if (hasBarrier)
            SendBarrier();
        _time.Advance(TimeOf(_handled));
    }

    private void SendBarrier()
    {
        var id = FirstBarrier + _handledAtBarrier.Count;
        _handledAtBarrier.Add(id, _handled);
        using var telemetry = _attempt!.Telemetry.BeginCheckpoint(id, isFinal: false, attempt: 1);
        _pending = _attempt.Coordinator.Begin(id, CheckpointKind.Periodic, telemetry);
    }

    /// <summary>Waits until everything else stands still: until nobody has made progress while the thread pool took work many times.</summary>
    private void WaitForOthers()
    {
        for (var round = 0; round < 20; round++)
        {
            var before = Volatile.Read(ref _progress);
            InTime.LetOthersRun(rounds: 1);
            if (Volatile.Read(ref _progress) != before)
                round = 0;
        }
    }

    private sealed class Passing(string id, Action handle) : TotalOperator<Reading, Reading>(id)
    {
        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            Count++;
            handle();
            context.Emit(value);
        }
    }

    /// <summary>Notes how many records were written before each barrier by the subtask that gets records.</summary>
    private sealed class Sink(SlowJob job) : ISink<Reading>
    {
        public string Description => "count";

        public Task<SinkSession<Reading>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
            Task.FromResult<SinkSession<Reading>>(new Session(job));
    }

    private sealed class Session(SlowJob job) : SinkSession<Reading>
    {
        public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<SinkWriter<Reading>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            Task.FromResult<SinkWriter<Reading>>(new Writer(job));

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Writer(SlowJob job) : SinkWriter<Reading>
    {
        private int _written;

        public override ValueTask WriteAsync(ReadOnlyMemory<Reading> records, CancellationToken cancellationToken)
        {
            _written += records.Length;
            return ValueTask.CompletedTask;
        }

        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
        {
            if (_written > 0 && checkpointId >= FirstBarrier)
                job.Delays.Add(_written - job._handledAtBarrier[checkpointId]);
            return ValueTask.FromResult<IReadOnlyList<Committable>>([]);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
