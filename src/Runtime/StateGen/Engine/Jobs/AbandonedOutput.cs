using StateGen.Checkpointing.Coordination;
using StateGen.Checkpoints;
using StateGen.Engine.Sinks;

namespace StateGen.Engine.Jobs;

/// <summary>
/// The output that a superseded run has prepared after its successor had restored the sinks: nobody will commit it. While the successor has completed no
/// checkpoint, it may still be about to restore them, and its sinks remove such output later.
/// </summary>
internal sealed class AbandonedOutput(PipelineOptions options, CheckpointStore store, IReadOnlyList<IJobSink> sinks, JobCounters counters)
{
    /// <summary>Removes what the last attempt of the run has prepared. All of its writers are closed.</summary>
    public async Task RemoveAsync(CheckpointCoordinator coordinator, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.CancellationGrace, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (!await store.HasSuccessorCompletedAsync(either.Token).ConfigureAwait(false))
                return;
            foreach (var (index, sink) in sinks.Index())
                await sink.AbandonAsync(coordinator.PreparedOf(index), either.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The job ends because it was superseded, whatever else fails. The next start removes what remains.
            counters.RecordFailure(exception);
        }
    }
}
