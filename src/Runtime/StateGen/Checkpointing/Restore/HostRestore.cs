using StateGen.Backends;
using StateGen.Checkpointing.Coordination;
using StateGen.Checkpoints;
using StateGen.Keys;

namespace StateGen.Checkpointing.Restore;

/// <summary>The content of the latest checkpoint of hosts for one operator.</summary>
/// <param name="Attempt">The attempt of the job that restores it, from 1.</param>
/// <param name="Fields">The fields of the owner of the hosts.</param>
/// <param name="Snapshots">The snapshots of the operator's former hosts; empty for a fresh start.</param>
internal sealed record HostRestore(int Attempt, ManifestFields Fields, IReadOnlyList<OperatorHostSnapshot> Snapshots)
{
    /// <summary>Finds the latest checkpoint and verifies its files.</summary>
    /// <exception cref="CheckpointDamagedException">A file of the checkpoint is missing, truncated or altered.</exception>
    /// <exception cref="StateGenException">The checkpoint was not taken of hosts, or does not have the operator.</exception>
    public static async Task<HostRestore> FindAsync(CheckpointStore store, string operatorId, CancellationToken cancellationToken)
    {
        if (store.FindLatest() is not { } latest)
            return new(store.Attempt, ManifestFields.Empty, []);
        if (!HostCheckpoint.TryGetFields(latest, out var fields))
            throw Refusal(latest, "was taken by a pipeline. Run that pipeline, or give the hosts a storage of their own.");
        if (latest.Operators.FirstOrDefault(snapshot => snapshot.Id == operatorId) is not { } restored)
        {
            throw Refusal(
                latest,
                $"has no state of operator '{operatorId}' (it has: {string.Join(", ", latest.Operators.Select(static snapshot => snapshot.Id))}). "
                + $"Give the operator the id that it had, or open its host with {nameof(OperatorHost.OpenAsync)} if it is new.");
        }

        await store.VerifyAsync(latest, cancellationToken).ConfigureAwait(false);
        return new(store.Attempt, fields, [.. restored.Subtasks.Select(former => ToSnapshot(store, latest, restored, former))]);
    }

    private static OperatorHostSnapshot ToSnapshot(CheckpointStore store, CheckpointManifest latest, OperatorSnapshot restored, SubtaskSnapshot former)
    {
        var state = new RestoredState(new KeyGroupRange(former.FirstKeyGroup, former.LastKeyGroup), former.ListCounter, new CheckpointStateFiles(store, former))
        {
            WriterVersion = former.WriterVersion,
        };
        return new(latest.Backend, latest.MaxParallelism, restored.Schemas, latest.TimeToLiveClockMilliseconds, ReachedEventTime.In(former), state)
        {
            Broadcast = former.Broadcast is null ? null : new CheckpointStateFiles(store, former with { Files = [former.Broadcast] }),
            OperatorState = restored.HasOperatorState ? FindOperatorState(store, restored, former) : null,
        };
    }

    private static CheckpointStateFiles FindOperatorState(CheckpointStore store, OperatorSnapshot restored, SubtaskSnapshot former) =>
        new(store, former with { Files = [former.OperatorState ?? throw restored.MissingOperatorState(former.Index)] });

    private static StateGenException Refusal(CheckpointManifest latest, string reason) =>
        new($"Checkpoint {latest.CheckpointId} of job '{latest.JobId}' {reason}") { IsPermanent = true };
}
