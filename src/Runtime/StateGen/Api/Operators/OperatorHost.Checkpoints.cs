using StateGen.Checkpointing.Coordination;
using StateGen.Checkpointing.Restore;
using StateGen.Checkpoints;
using StateGen.Schemas;

namespace StateGen;

public static partial class OperatorHost
{
    /// <summary>
    /// Opens a host with the state of the latest checkpoint that <see cref="SaveAsync"/> has stored, or without state if there is none. The number of hosts
    /// that share the keys may have been different. Every file of the checkpoint is verified before it is read.
    /// </summary>
    /// <param name="keyedOperator">The operator. The host takes ownership of it.</param>
    /// <param name="checkpoints">The checkpoints of the loop.</param>
    /// <param name="options">The options of the host, without <see cref="OperatorHostOptions.Restore"/>.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="CheckpointDamagedException">The checkpoint is damaged. An older one is never used in its place.</exception>
    /// <exception cref="StateSchemaException">The operator cannot read the state in the checkpoint.</exception>
    /// <exception cref="StateGenException">
    /// The checkpoint has no state of this operator, was taken by a pipeline, or does not match the options; or the host cannot be opened.
    /// </exception>
    public static async Task<OperatorHost<TKey, TIn, TOut>> RestoreAsync<TKey, TIn, TOut>(
        KeyedOperator<TKey, TIn, TOut> keyedOperator,
        CheckpointStore checkpoints,
        OperatorHostOptions options,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keyedOperator);
        ArgumentNullException.ThrowIfNull(checkpoints);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Restore.Count > 0)
            throw new ArgumentException($"A host is restored either from a checkpoint or from {nameof(OperatorHostOptions.Restore)}.", nameof(options));
        var restored = await HostRestore.FindAsync(checkpoints, keyedOperator.Definition.Schema.OperatorId, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(keyedOperator, options with { Restore = restored.Snapshots }, restored, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Stores a checkpoint of several hosts: hosts that share the keys of an operator, hosts of several operators, or both. The state is that at the call.
    /// The hosts can be used further while the returned task writes it, but not saved again before the task has ended.
    /// </summary>
    /// <param name="checkpoints">The checkpoints of the loop. Old ones are discarded when the new one is complete.</param>
    /// <param name="fields">The fields of the owner, such as the offset of each partition, which <see cref="IOperatorHost.RestoredFields"/> returns after a
    /// restore.</param>
    /// <param name="hosts">The hosts. Together, those of each operator hold every key group once.</param>
    /// <param name="cancellationToken">Cancels the writing. Unless the checkpoint is already complete, nothing of it remains.</param>
    /// <returns>The number of the checkpoint, when it is complete: a restore then starts from it, whatever happens to the process.</returns>
    /// <exception cref="ArgumentException">The hosts do not fit together, or an operator of the latest checkpoint is missing among them.</exception>
    /// <exception cref="InvalidOperationException">The last checkpoint of a host is still being written.</exception>
    /// <exception cref="CheckpointStorageException">The storage failed. The hosts can be used further, and be saved again.</exception>
    public static Task<long> SaveAsync(
        CheckpointStore checkpoints, ManifestFields fields, IReadOnlyList<IOperatorHost> hosts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(hosts);
        return HostCheckpoint.TakeAsync(checkpoints, fields, [.. hosts.Select(static host => host.Snapshots)], cancellationToken);
    }
}

/// <summary>A host of any operator, for <see cref="OperatorHost.SaveAsync"/>. Only <see cref="OperatorHost{TKey, TIn, TOut}"/> implements it.</summary>
public interface IOperatorHost : IDisposable, IAsyncDisposable
{
    /// <summary>Gets the id of the operator.</summary>
    string OperatorId { get; }

    /// <summary>Gets the fields in the checkpoint from which the host was restored; without any field if it was not restored from one.</summary>
    ManifestFields RestoredFields { get; }

    internal HostSnapshotSource Snapshots { get; }
}

public sealed partial class OperatorHost<TKey, TIn, TOut>
{
    private readonly HostSnapshotSource _snapshots;

    /// <inheritdoc/>
    public string OperatorId => _runner.Store.Options.OperatorId;

    /// <inheritdoc/>
    public ManifestFields RestoredFields { get; }

    HostSnapshotSource IOperatorHost.Snapshots => _snapshots;

    /// <summary>
    /// Stores a checkpoint of the host, from which <see cref="OperatorHost.RestoreAsync"/> opens it again, in this process or another one. The state is that
    /// at the call. The host can be used further while the returned task writes it, but not saved again before the task has ended. Use
    /// <see cref="OperatorHost.SaveAsync"/> if several hosts belong together.
    /// </summary>
    /// <param name="checkpoints">The checkpoints of the loop. Old ones are discarded when the new one is complete.</param>
    /// <param name="fields">The fields of the owner, such as the offset of each partition, which <see cref="RestoredFields"/> returns after a restore.</param>
    /// <param name="cancellationToken">Cancels the writing. Unless the checkpoint is already complete, nothing of it remains.</param>
    /// <returns>The number of the checkpoint, when it is complete: a restore then starts from it, whatever happens to the process.</returns>
    /// <exception cref="ArgumentException">The host does not hold all keys, or an operator of the latest checkpoint would be lost.</exception>
    /// <exception cref="InvalidOperationException">The last checkpoint is still being written.</exception>
    /// <exception cref="CheckpointStorageException">The storage failed. The host can be used further, and be saved again.</exception>
    public Task<long> SaveAsync(CheckpointStore checkpoints, ManifestFields fields, CancellationToken cancellationToken = default) =>
        OperatorHost.SaveAsync(checkpoints, fields, [this], cancellationToken);
}
