using System.Security.Cryptography;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Memory;

/// <summary>The output in memory of all jobs that use a <see cref="CollectionSink{T}"/>. Parts have numbers, which are never used again. Thread-safe.</summary>
internal sealed class MemoryParts<T>
{
    private readonly Lock _gate = new();
    private readonly string _sink = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly List<SinkContext> _claims = [];
    private readonly Dictionary<long, MemoryPart<T>> _prepared = [];
    private readonly List<MemoryPart<T>> _committed = [];
    private long _count;

    public IReadOnlyList<T> Committed
    {
        get
        {
            lock (_gate)
                return [.. _committed.SelectMany(static part => part.Records)];
        }
    }

    /// <exception cref="SinkInUseException">Another run of the job writes to the sink, and is not one that this run has superseded.</exception>
    public void Claim(SinkContext run)
    {
        lock (_gate)
        {
            if (_claims.Exists(other => other.JobId == run.JobId && !(IsOfSameLog(other, run) && other.Attempt < run.Attempt)))
            {
                throw new SinkInUseException(
                    $"Another run of job '{run.JobId}', or another sink of it, writes to the same collection of {typeof(T).Name}. "
                    + "Wait for it to end, or use one sink object for each.");
            }

            _claims.Add(run);
        }
    }

    public void Release(SinkContext run)
    {
        lock (_gate)
            _claims.Remove(run);
    }

    public ManifestFields Prepare(SinkContext run, long checkpointId, int subtask, T[] records)
    {
        lock (_gate)
        {
            _prepared.Add(++_count, new(_count, run, checkpointId, subtask, records));
            return ManifestFields.Empty.With("sink", _sink).With("part", _count);
        }
    }

    /// <summary>Makes parts visible all at once.</summary>
    /// <exception cref="SinkPartLostException">A part was in the memory of another object or process.</exception>
    public void Commit(IReadOnlyList<Committable> parts)
    {
        lock (_gate)
        {
            var found = parts.Select(Find).OfType<MemoryPart<T>>().OrderBy(static part => part.Subtask).ToArray();
            foreach (var part in found)
                _prepared.Remove(part.Number);
            _committed.AddRange(found);
        }
    }

    /// <summary>
    /// Removes what a run that resumes from a checkpoint will write again. Prepared parts of runs with checkpoints in other places stay, and all parts of a run
    /// that has superseded this one.
    /// </summary>
    public void RemoveAfter(long checkpointId, SinkContext run)
    {
        lock (_gate)
        {
            _committed.RemoveAll(part => part.Run.JobId == run.JobId && part.CheckpointId > checkpointId && !IsLater(part.Run, run));
            foreach (var part in _prepared.Values.Where(part => IsOfSamePlace(part.Run, run) && !IsLater(part.Run, run)).ToArray())
                _prepared.Remove(part.Number);
        }
    }

    private static bool IsOfSameLog(SinkContext one, SinkContext other) => one.JobLog is not null && one.JobLog == other.JobLog;

    private static bool IsOfSamePlace(SinkContext one, SinkContext other) =>
        one.JobId == other.JobId && (IsOfSameLog(one, other) || one.StateLocation == other.StateLocation);

    private static bool IsLater(SinkContext one, SinkContext other) => IsOfSameLog(one, other) && one.Attempt > other.Attempt;

    // Null for a part that was committed before.
    private MemoryPart<T>? Find(Committable committable)
    {
        var (sink, number) = (committable.Fields["sink"], committable.Fields.GetInt64("part"));
        if (sink == _sink && _prepared.TryGetValue(number, out var part))
            return part;
        if (sink == _sink && _committed.Exists(committed => committed.Number == number))
            return null;
        throw new SinkPartLostException(
            $"Output of job '{committable.JobId}' for checkpoint {committable.CheckpointId} was in the memory of another process or "
            + $"{nameof(CollectionSink<>)}, and is lost. Use a sink that outlives the process, or start the job again with an empty state directory.");
    }
}

/// <summary>The records that one subtask has written for one checkpoint.</summary>
internal sealed record MemoryPart<T>(long Number, SinkContext Run, long CheckpointId, int Subtask, T[] Records);

internal sealed class CollectionSession<T>(MemoryParts<T> memory, SinkContext run) : SinkSession<T>
{
    public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pending);
        memory.Commit(pending);
        memory.RemoveAfter(checkpointId, run);
        return Task.CompletedTask;
    }

    public override Task<SinkWriter<T>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
        Task.FromResult<SinkWriter<T>>(new CollectionWriter<T>(memory, run, attempt, subtask));

    public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        memory.Commit(parts);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        memory.Release(run);
        return ValueTask.CompletedTask;
    }
}

internal sealed class CollectionWriter<T>(MemoryParts<T> memory, SinkContext run, int attempt, int subtask) : SinkWriter<T>
{
    private readonly List<T> _records = [];

    public override ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken)
    {
        _records.AddRange(records.Span);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
    {
        if (_records.Count == 0)
            return new([]);
        var fields = memory.Prepare(run, checkpointId, subtask, [.. _records]);
        _records.Clear();
        return new([new Committable(run.JobId, attempt, subtask, checkpointId, fields)]);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
