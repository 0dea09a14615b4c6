using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Engine.Telemetry;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen.Checkpointing.Coordination;

/// <summary>
/// A checkpoint of operator hosts, which a loop of their owner drives. It is a checkpoint like that of a job, with one source whose only split has the fields
/// of the owner. Its snapshots are begun between two events, at the call, and written while the hosts go on.
/// </summary>
internal sealed class HostCheckpoint
{
    private const string SourceId = "operator-host";
    private const string SplitId = "fields";

    private readonly CheckpointStore _store;
    private readonly ManifestFields _fields;
    private readonly IReadOnlyList<BegunHostSnapshot> _parts;

    private HostCheckpoint(CheckpointStore store, ManifestFields fields, IReadOnlyList<BegunHostSnapshot> parts)
    {
        _store = store;
        _fields = fields;
        _parts = parts;
    }

    private HostSnapshotSource First => _parts[0].Source;

    /// <summary>Finds the fields of a checkpoint that was taken of hosts.</summary>
    public static bool TryGetFields(CheckpointManifest manifest, [NotNullWhen(true)] out ManifestFields? fields)
    {
        fields = manifest.Sources is [{ Id: SourceId, Splits: [{ Id: SplitId } split] }] ? split.Fields : null;
        return fields is not null;
    }

    /// <summary>Begins the snapshots of all hosts, and writes and completes the checkpoint in the background.</summary>
    /// <exception cref="InvalidOperationException">A host is still being saved.</exception>
    /// <exception cref="ArgumentException">The hosts do not fit together, or do not hold all of the state.</exception>
    public static Task<long> TakeAsync(
        CheckpointStore store, ManifestFields fields, IReadOnlyList<HostSnapshotSource> hosts, CancellationToken cancellationToken)
    {
        RequireFitting(hosts);
        RequireWhole(store, hosts);
        var checkpoint = new HostCheckpoint(store, fields, Begin(hosts));
        var taken = Task.Run(() => checkpoint.WriteAsync(cancellationToken), CancellationToken.None);
        foreach (var host in hosts)
            host.Saving = taken;
        return taken;
    }

    private static List<BegunHostSnapshot> Begin(IReadOnlyList<HostSnapshotSource> hosts)
    {
        var begun = new List<BegunHostSnapshot>();
        try
        {
            foreach (var host in hosts)
                begun.Add(host.Begin());
            return begun;
        }
        catch
        {
            // The caller gets no task, so nobody else would release the snapshots that have begun.
            begun.ForEach(static part => part.Snapshot.Dispose());
            throw;
        }
    }

    private async Task<long> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _store.SettleAsync(cancellationToken).ConfigureAwait(false);
            var session = _store.BeginNext();
            await using (session.ConfigureAwait(false))
            {
                var operators = await WriteStatesAsync(session, cancellationToken).ConfigureAwait(false);
                await session.CompleteAsync(Describe(session, operators), cancellationToken).ConfigureAwait(false);
            }

            foreach (var part in _parts)
                part.Source.LastStored = part.Snapshot;
            await FinishAsync(session.CheckpointId).ConfigureAwait(false);
            return session.CheckpointId;
        }
        finally
        {
            foreach (var part in _parts)
                part.Snapshot.Dispose();
        }
    }

    private async Task<ImmutableArray<OperatorSnapshot>> WriteStatesAsync(CheckpointSession session, CancellationToken cancellationToken)
    {
        var operators = ImmutableArray.CreateBuilder<OperatorSnapshot>();
        foreach (var uses in _parts.GroupBy(static part => part.Source.OperatorId, StringComparer.Ordinal))
        {
            var subtasks = ImmutableArray.CreateBuilder<SubtaskSnapshot>();
            foreach (var part in uses.OrderBy(static part => part.Source.Store.Options.Subtask))
                subtasks.Add(await WriteStateAsync(session, operators.Count, part, cancellationToken).ConfigureAwait(false));
            operators.Add(new(uses.Key, uses.First().Source.Schemas, subtasks.ToImmutable()));
        }

        return operators.ToImmutable();
    }

    private static async Task<SubtaskSnapshot> WriteStateAsync(
        CheckpointSession session, int operatorIndex, BegunHostSnapshot part, CancellationToken cancellationToken)
    {
        var options = part.Source.Store.Options;
        var files = new CheckpointStateWriter(session, operatorIndex, options.Subtask);
        await part.Snapshot.WriteAsync(files, cancellationToken).ConfigureAwait(false);
        return files.Describe(options.KeyGroups, part.Snapshot.ListCounter, part.Reached) with { WriterVersion = part.Snapshot.WriterVersion };
    }

    private CheckpointManifest Describe(CheckpointSession session, ImmutableArray<OperatorSnapshot> operators) => new()
    {
        JobId = _store.JobId,
        CheckpointId = session.CheckpointId,
        Attempt = _parts.Max(static part => part.Source.Attempt),
        CreatedAt = First.Options.Time.GetUtcNow(),
        IsFinished = false,
        MaxParallelism = First.Options.MaxParallelism,
        Backend = First.Options.Backend.Name,
        TimeToLiveClockMilliseconds = _parts.Max(static part => part.Clock),
        Sources = [new(SourceId, [new(SplitId, _fields, MaxEventTimeMilliseconds: null, IsFinished: false)])],
        Operators = operators,
        Sinks = [],
        Files = session.Files,
    };

    // The checkpoint is complete. What remains to be done is done with the next one if it fails, so the caller must not take the checkpoint as failed.
    private async Task FinishAsync(long checkpointId)
    {
        try
        {
            await _store.MarkCommittedAsync(checkpointId).ConfigureAwait(false);
            await _store.DiscardOldAsync().ConfigureAwait(false);
        }
        catch (CheckpointStorageException exception)
        {
            First.Store.Options.Logger.DiscardFailed(exception, _store.JobId);
        }
    }

    private static void RequireFitting(IReadOnlyList<HostSnapshotSource> hosts)
    {
        if (hosts.Count == 0)
            throw new ArgumentException("A checkpoint needs at least one host.", nameof(hosts));
        if (hosts.FirstOrDefault(static host => !host.Saving.IsCompleted) is { } busy)
        {
            throw new InvalidOperationException(
                $"The last checkpoint of the host of operator '{busy.OperatorId}' is still being written. "
                + $"Await the task of {nameof(OperatorHost.SaveAsync)} first.");
        }

        var first = hosts[0].Options;
        if (hosts.Any(host => host.Options.Backend.Name != first.Backend.Name || host.Options.MaxParallelism != first.MaxParallelism))
            throw new ArgumentException("All hosts of a checkpoint need the same backend and the same MaxParallelism.", nameof(hosts));
    }

    /// <summary>Requires that the hosts of each operator hold every key group once, and that no operator of the latest checkpoint would be lost.</summary>
    private static void RequireWhole(CheckpointStore store, IReadOnlyList<HostSnapshotSource> hosts)
    {
        foreach (var uses in hosts.GroupBy(static host => host.OperatorId, StringComparer.Ordinal))
            RequireAllKeyGroups(uses.Key, [.. uses.Select(static host => host.Store.Options.KeyGroups).OrderBy(static owned => owned.First)], uses.First());
        if (store.FindLatest()?.Operators.FirstOrDefault(known => hosts.All(host => host.OperatorId != known.Id)) is { } lost)
        {
            throw new ArgumentException(
                $"The latest checkpoint of job '{store.JobId}' holds the state of operator '{lost.Id}', which would be lost, because no host of that operator "
                + "is saved. Restore a host for it and save it with the others.",
                nameof(hosts));
        }
    }

    private static void RequireAllKeyGroups(string operatorId, List<KeyGroupRange> owned, HostSnapshotSource host)
    {
        var next = 0;
        foreach (var range in owned)
            next = range.First == next ? range.Last + 1 : -1;
        if (next != host.Options.MaxParallelism)
        {
            throw new ArgumentException(
                $"The hosts of operator '{operatorId}' hold the key groups {string.Join(", ", owned)}, but a checkpoint needs each of the key groups 0 to "
                + $"{host.Options.MaxParallelism - 1} once. Save all hosts that share the keys in one call.",
                nameof(host));
        }
    }
}

/// <summary>The part of an operator host that takes snapshots of it for checkpoints.</summary>
internal sealed class HostSnapshotSource(
    OperatorHostOptions options, SchemaChain schemas, StateStore store, Func<StateSnapshot> begin, Func<ReachedEventTime> reached)
{
    private StateSnapshot? _lastStored;

    public OperatorHostOptions Options => options;

    public SchemaChain Schemas => schemas;

    public StateStore Store => store;

    public string OperatorId => store.Options.OperatorId;

    /// <summary>Gets the attempt of the job, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets or sets the checkpoint that is being written, or the last one.</summary>
    public Task Saving { get; set; } = Task.CompletedTask;

    /// <summary>Sets the snapshot that is part of the latest complete checkpoint. The store is told with the next one, on its own thread.</summary>
    public StateSnapshot LastStored
    {
        set => Volatile.Write(ref _lastStored, value);
    }

    public BegunHostSnapshot Begin()
    {
        Interlocked.Exchange(ref _lastStored, null)?.Complete();
        return new(this, begin(), store.Options.Clock.Now, reached());
    }
}

/// <summary>A snapshot of a host that has begun.</summary>
/// <param name="Source">The host.</param>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Clock">The clock for times to live at its beginning, in milliseconds since the Unix epoch.</param>
/// <param name="Reached">The event times that the host had reached.</param>
internal sealed record BegunHostSnapshot(HostSnapshotSource Source, StateSnapshot Snapshot, long Clock, ReachedEventTime Reached);
