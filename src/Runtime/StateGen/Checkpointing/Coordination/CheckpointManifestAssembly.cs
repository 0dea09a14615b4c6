using StateGen.Checkpoints;
using StateGen.Engine.Jobs;

namespace StateGen.Checkpointing.Coordination;

/// <summary>Puts the manifest of a checkpoint together from what the subtasks have reported.</summary>
internal sealed class CheckpointManifestAssembly(JobPlan plan, PipelineOptions options, JobStart start, StateClock clock)
{
    // A pipeline has one source and one sink; the ids leave room for more.
    private const string SourceId = "source";
    private const string SinkId = "sink";

    public CheckpointManifest Describe(PendingCheckpoint checkpoint) => new()
    {
        JobId = options.JobId,
        CheckpointId = checkpoint.Id,
        Attempt = start.Attempt,
        CreatedAt = options.Time.GetUtcNow(),
        IsFinished = checkpoint.IsFinal,
        MaxParallelism = start.MaxParallelism,
        Backend = options.Backend.Name,
        TimeToLiveClockMilliseconds = clock.Now,
        Sources = [new(SourceId, checkpoint.Splits)],
        Operators = [.. plan.Operators.Select(use => new OperatorSnapshot(use.Id, start.Schemas[use.Index], checkpoint.SubtasksOf(use.Index)))],
        Sinks = [new(SinkId, checkpoint.Parts.All())],
        Files = checkpoint.Files!.Files,
    };
}
