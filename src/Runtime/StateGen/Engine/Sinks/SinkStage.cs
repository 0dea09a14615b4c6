using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sinks;

/// <summary>The sink at the end of a pipeline. Its writers run within the subtasks before it.</summary>
internal sealed class SinkStage<T>(ISink<T> sink) : Stage<T>
{
    public override void Describe(JobPlan plan)
    {
        plan.RestoreSink = (jobId, checkpointId, parts, cancellationToken) => sink.RestoreAsync(jobId, checkpointId, parts, cancellationToken);
        plan.CommitSink = (parts, cancellationToken) => sink.CommitAsync(parts, cancellationToken);
    }

    public override async Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, int senders, CancellationToken cancellationToken)
    {
        var outputs = new StageOutput<T>[senders];
        for (var subtask = 0; subtask < outputs.Length; subtask++)
        {
            var writer = await sink.OpenWriterAsync(attempt.JobId, attempt.Number, subtask, cancellationToken).ConfigureAwait(false);
            outputs[subtask] = attempt.Own(new SinkOutput<T>(writer));
        }

        return outputs;
    }
}
