using System.Collections.Immutable;
using StateGen.Backends;
using StateGen.Backends.Memory.Broadcast;
using StateGen.Backends.Memory.OperatorStates;
using StateGen.Checkpoints;
using StateGen.Keys;

namespace StateGen.Checkpointing.Coordination;

/// <summary>The state files of one operator subtask in a checkpoint.</summary>
internal sealed class CheckpointStateFiles(CheckpointStore store, SubtaskSnapshot snapshot) : IStateFiles
{
    public IReadOnlyList<string> Names { get; } = [.. snapshot.Files.Select(file => file.Name).Order(StringComparer.Ordinal)];

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) =>
        store.OpenFileAsync(snapshot.Files.Single(file => file.Name == name).Path, cancellationToken);
}

/// <summary>Writes the state files of one operator subtask into a checkpoint, under <c>operator-N/subtask-N/</c>.</summary>
internal sealed class CheckpointStateWriter(CheckpointSession attempt, int operatorIndex, int subtask) : IStateFileWriter
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SnapshotFile> _files = new(StringComparer.Ordinal);
    private ImmutableArray<CheckpointFile> _written = [];

    /// <summary>Gets the files written so far.</summary>
    public ImmutableArray<CheckpointFile> Files
    {
        get
        {
            lock (_gate)
                return _written;
        }
    }

    public async Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var file = await attempt.WriteAsync($"operator-{operatorIndex}/subtask-{subtask}/{name}", write, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _files.Add(name, new(name, file.Path));
            _written = _written.Add(file);
        }
    }

    public SubtaskSnapshot Describe(KeyGroupRange keyGroups, long listCounter, ReachedEventTime reached)
    {
        lock (_gate)
        {
            _files.Remove(BroadcastStore.FileName, out var broadcast);
            _files.Remove(OperatorStateStore.FileName, out var operatorState);
            return new(subtask, keyGroups.First, keyGroups.Last, listCounter, reached.Watermark, [.. _files.Values])
            {
                EventClockMilliseconds = reached.ClockToStore,
                Broadcast = broadcast,
                OperatorState = operatorState,
            };
        }
    }
}
