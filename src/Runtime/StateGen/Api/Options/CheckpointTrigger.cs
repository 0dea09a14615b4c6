using StateGen.Checkpointing.Coordination;

namespace StateGen;

/// <summary>
/// Takes checkpoints of a job on demand (<see cref="PipelineOptions.CheckpointTrigger"/>), beside the periodic ones. It serves one run at a time, and any
/// number of runs one after the other. Thread-safe.
/// </summary>
public sealed class CheckpointTrigger
{
    private readonly Lock _gate = new();
    private CheckpointCoordinator? _running;
    private TaskCompletionSource _changed = NewSignal();
    private bool _isUsed;

    /// <summary>
    /// Takes a checkpoint at once, or as soon as the current one has ended. It contains everything that the sources had handed on before the call. If the job
    /// is not running yet, or is about to restart, the method waits for it.
    /// </summary>
    /// <param name="cancellationToken">Cancels the waiting. A checkpoint that has begun is completed nevertheless.</param>
    /// <returns>
    /// The number of the checkpoint, after its output was committed; null if the checkpoint failed, or the attempt of the job ended before it was complete.
    /// </returns>
    public async Task<long?> TriggerAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            CheckpointCoordinator? running;
            lock (_gate)
                (running, changed) = (_running, _changed.Task);
            if (running is not null)
                return await running.TriggerAsync(cancellationToken).ConfigureAwait(false);
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="StateGenException">Another run uses the trigger.</exception>
    internal void BeginRun(string jobId)
    {
        lock (_gate)
        {
            if (_isUsed)
                throw new StateGenException(
                    $"The {nameof(PipelineOptions.CheckpointTrigger)} of job '{jobId}' is in use by another run. Give each run a trigger of its own.");
            _isUsed = true;
        }
    }

    internal void EndRun()
    {
        lock (_gate)
            _isUsed = false;
    }

    /// <summary>Sets the attempt whose checkpoints are taken; null while there is none.</summary>
    internal void Attach(CheckpointCoordinator? running)
    {
        lock (_gate)
        {
            _running = running;
            _changed.SetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
