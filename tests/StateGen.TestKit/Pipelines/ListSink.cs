using System.Collections.Concurrent;
using System.Globalization;
using StateGen.Checkpoints;

namespace StateGen.TestKit.Pipelines;

/// <summary>A two-phase sink in memory. Like a real one it outlives the job, and keeps what was prepared until it is committed or removed.</summary>
internal sealed class ListSink<T> : ISink<T>
{
    private readonly ConcurrentDictionary<string, T[]> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T[]> _committed = new(StringComparer.Ordinal);
    private const int AttemptDigits = 4;
    private readonly Lock _gate = new();

    public string Description => "list";

    public Faults? Faults { get; init; }

    /// <summary>Called when the sink is opened, before anything else.</summary>
    public Action? Opening { get; init; }

    /// <summary>Called when records are written, with them.</summary>
    public Action<ReadOnlyMemory<T>>? Written { get; init; }

    /// <summary>Called when a barrier reaches a writer, before anything else.</summary>
    public Action? Preparing { get; init; }

    public int OpenSessions;

    public int OpenWriters;

    public int Restores;

    /// <summary>What is visible.</summary>
    public IReadOnlyList<T> Committed
    {
        get
        {
            lock (_gate)
                return [.. _committed.OrderBy(part => part.Key, StringComparer.Ordinal).SelectMany(part => part.Value)];
        }
    }

    /// <summary>The parts that are prepared and not visible.</summary>
    public int PreparedCount => _prepared.Count;

    public Task<SinkSession<T>> OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        Opening?.Invoke();
        Interlocked.Increment(ref OpenSessions);
        return Task.FromResult<SinkSession<T>>(new Session(this, context));
    }

    // What a later attempt has prepared is left alone: this one is superseded and does not know it yet.
    private void RemovePrepared(int lastAttempt)
    {
        foreach (var name in _prepared.Keys.Where(name => int.Parse(name.AsSpan(0, AttemptDigits), CultureInfo.InvariantCulture) <= lastAttempt))
            _prepared.TryRemove(name, out _);
    }

    private void Commit(string name)
    {
        lock (_gate)
        {
            if (_prepared.TryRemove(name, out var records))
                _committed.Add(name, records);
            else if (!_committed.ContainsKey(name))
                throw new StateGenException($"Part '{name}' is lost.");
        }
    }

    private sealed class Session(ListSink<T> sink, SinkContext context) : SinkSession<T>
    {
        private int _attempt = context.Attempt;

        public override async Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken)
        {
            sink.Restores++;
            sink.Faults?.Pass("restore");
            await CommitAsync(pending, cancellationToken);
            sink.RemovePrepared(context.JobLog is null ? int.MaxValue : _attempt);
        }

        public override Task<SinkWriter<T>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref sink.OpenWriters);
            _attempt = attempt;
            return Task.FromResult<SinkWriter<T>>(new Writer(sink, context.JobId, attempt, subtask));
        }

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
        {
            foreach (var part in parts)
            {
                sink.Faults?.Pass("commit");
                sink.Commit(part.Fields["name"]);
            }

            if (parts.Count > 0)
                sink.Faults?.Pass("committed");
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref sink.OpenSessions);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Writer(ListSink<T> sink, string jobId, int attempt, int subtask) : SinkWriter<T>
    {
        private readonly List<T> _records = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken)
        {
            sink.Faults?.Pass("write");
            _records.AddRange(records.Span);
            sink.Written?.Invoke(records);
            return ValueTask.CompletedTask;
        }

        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
        {
            sink.Preparing?.Invoke();
            sink.Faults?.Pass("prepare");
            if (_records.Count == 0)
                return ValueTask.FromResult<IReadOnlyList<Committable>>([]);
            var name = $"{attempt:D4}-{checkpointId:D8}-{subtask:D2}";
            Assert.True(sink._prepared.TryAdd(name, [.. _records]), $"part {name} was prepared twice");
            _records.Clear();
            return ValueTask.FromResult<IReadOnlyList<Committable>>([new(jobId, attempt, subtask, checkpointId, ManifestFields.Empty.With("name", name))]);
        }

        public override ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref sink.OpenWriters);
            return ValueTask.CompletedTask;
        }
    }
}
