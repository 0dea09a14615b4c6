using StateGen.Backends.Memory.Snapshots;

namespace StateGen.Backends.Memory.Timers;

/// <summary>What a store does with its timers, whatever their keys are.</summary>
internal interface ITimerQueue
{
    /// <summary>Makes the record's changes permanent.</summary>
    void Commit();

    /// <summary>Undoes the record's changes.</summary>
    void Rollback();

    /// <summary>Freezes the registered timers into a snapshot file, which the caller writes and disposes.</summary>
    BlockFile Freeze();

    /// <summary>Adds the timers of a snapshot whose keys belong to the key groups of the store.</summary>
    /// <param name="restored">The snapshot.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="Checkpoints.CheckpointDamagedException">The file of the timers is missing or damaged.</exception>
    Task RestoreAsync(RestoredState restored, CancellationToken cancellationToken);
}
