using StateGen.Checkpoints;

namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>A source in memory that delivers the same readings in each pass, and waits between two passes.</summary>
internal sealed class PassSource(Readings readings, int splits) : ISource<Reading>
{
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _passes;
    private volatile bool _isClosed;

    public string Description => "readings in memory";

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SplitPosition>>(
            [.. Enumerable.Range(0, splits).Select(static split => new SplitPosition($"{split}", ManifestFields.Empty.With("split", split), null, false))]);

    public Task<SplitReader<Reading>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
        Task.FromResult<SplitReader<Reading>>(new Reader(this, (int)position.Fields.GetInt64("split")));

    /// <summary>Lets every split deliver its readings once more.</summary>
    public void BeginPass()
    {
        _passes++;
        Change();
    }

    /// <summary>Ends every split after the passes that have begun.</summary>
    public void Close()
    {
        _isClosed = true;
        Change();
    }

    private void Change() => Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private sealed class Reader(PassSource source, int split) : SplitReader<Reading>
    {
        private readonly int _first = First(source, split);
        private readonly int _end = First(source, split + 1);
        private int _next = First(source, split + 1);
        private int _firstOfRead;
        private int _passes;

        public override string Description => "readings in memory";

        public override ManifestFields Position => ManifestFields.Empty;

        public override ValueTask<SplitRead> ReadAsync(Memory<Reading> events, CancellationToken cancellationToken)
        {
            var changed = Volatile.Read(ref source._changed).Task;
            if (_next == _end && !TryBeginPass())
                return new(source._isClosed ? SplitRead.End : SplitRead.WaitFor(changed));
            var count = Math.Min(events.Length, _end - _next);
            source.Take(_next, count).CopyTo(events.Span);
            _firstOfRead = _next;
            _next += count;
            return new(SplitRead.Events(count));
        }

        public override long OriginOf(int index) => _firstOfRead + index;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static int First(PassSource source, int split) => (int)((long)Readings.Count * split / source.Splits);

        private bool TryBeginPass()
        {
            if (_passes == source._passes)
                return false;
            _passes++;
            _next = _first;
            return true;
        }
    }

    private int Splits => splits;

    private ReadOnlySpan<Reading> Take(int start, int count) => readings.All.Slice(start, count);
}

/// <summary>A sink that drops everything and knows when a number of records has arrived.</summary>
internal sealed class NullSink<T> : ISink<T>
{
    private TaskCompletionSource _complete = new();
    private long _left;

    public string Description => "nothing";

    /// <summary>Expects a number of records, which are not under way yet.</summary>
    /// <returns>A task that completes when they have arrived.</returns>
    public Task ExpectAsync(long count)
    {
        _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _left, count);
        return _complete.Task;
    }

    public Task<SinkSession<T>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
        Task.FromResult<SinkSession<T>>(new Session(this));

    private void Drop(int count)
    {
        if (Interlocked.Add(ref _left, -count) == 0)
            _complete.SetResult();
    }

    private sealed class Session(NullSink<T> sink) : SinkSession<T>
    {
        public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<SinkWriter<T>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            Task.FromResult<SinkWriter<T>>(new Writer(sink));

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Writer(NullSink<T> sink) : SinkWriter<T>
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken)
        {
            sink.Drop(records.Length);
            return ValueTask.CompletedTask;
        }

        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<Committable>>([]);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
