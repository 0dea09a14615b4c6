using StateGen.Backends;
using StateGen.Engine.Jobs;
using StateGen.Keys;

namespace StateGen;

/// <summary>How a pipeline runs. Immutable.</summary>
public sealed record PipelineOptions
{
    /// <summary>The stable id of the job. Its checkpoints and output belong to it.</summary>
    public required string JobId { get; init; }

    /// <summary>Where the state of operators lives while the job runs; in memory unless set.</summary>
    public IStateBackend Backend { get; init; } = MemoryBackend.Default;

    /// <summary>Where checkpoints go: a directory, or another storage; null for none, so that a job that fails or is killed starts from the beginning.</summary>
    public CheckpointTarget? CheckpointTo { get; init; }

    /// <summary>The pause between a checkpoint and the next; null for none but the final one, which is taken at the end of input.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>How long a checkpoint may take before it counts as failed.</summary>
    public TimeSpan CheckpointTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The least time between the end of a checkpoint and the start of the next periodic one.</summary>
    public TimeSpan MinimumPause { get; init; } = TimeSpan.Zero;

    /// <summary>How many checkpoints may fail one after the other before the job fails. The final one may not.</summary>
    public int TolerableCheckpointFailures { get; init; }

    /// <summary>How many complete checkpoints are kept.</summary>
    public int RetainedCheckpoints { get; init; } = 2;

    /// <summary>The number of parallel subtasks of the source and of each operator.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>
    /// The number of key groups, which is fixed for the life of the state and the highest possible parallelism; null to take that of the checkpoint, or
    /// <see cref="KeyGroups.DefaultMaxParallelism"/>.
    /// </summary>
    public int? MaxParallelism { get; init; }

    /// <summary>
    /// The ids of operators that are gone and whose stored state is given up: a checkpoint that holds it is restored without it, instead of being refused. An id that no
    /// checkpoint has is no error, so that it can stay over restarts; one that the pipeline has is.
    /// </summary>
    public IReadOnlyCollection<string> DroppedOperators { get; init; } = [];

    /// <summary>What happens when a callback of an operator throws.</summary>
    public ErrorPolicy ErrorPolicy { get; init; } = ErrorPolicy.Fail;

    /// <summary>What happens when the running job fails.</summary>
    public RestartStrategy Restart { get; init; } = RestartStrategy.None;

    /// <summary>The clock of checkpoints, restarts, progress and times to live.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Hears how far the job is, again and again and at the end. When it throws, the job fails.</summary>
    public IProgress<JobProgress>? Progress { get; init; }

    /// <summary>The time between two reports of <see cref="Progress"/>.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most records that a batch holds. Results do not depend on it.</summary>
    internal int BatchSize { get; init; } = 1024;

    /// <summary>Receives each attempt when it is opened, for tests that need a hand in it.</summary>
    internal Action<JobAttempt>? AttemptOpened { get; init; }

    /// <exception cref="StateGenException">An option has no meaning; the message names it.</exception>
    internal void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(JobId), nameof(JobId), $"'{JobId}'", "a name");
        Require(Backend is not null, nameof(Backend), "null", "a backend");
        Require(MaxParallelism is null or (>= 1 and <= KeyGroups.HighestMaxParallelism), nameof(MaxParallelism), MaxParallelism, $"from 1 to {KeyGroups.HighestMaxParallelism}");
        Require(DroppedOperators is not null, nameof(DroppedOperators), "null", "a collection of ids, which may be empty");
        var highest = MaxParallelism ?? KeyGroups.HighestMaxParallelism;
        Require(Parallelism >= 1 && Parallelism <= highest, nameof(Parallelism), Parallelism, $"from 1 to {highest}");
        Require(CheckpointInterval is null || IsTimerPeriod(CheckpointInterval.Value), nameof(CheckpointInterval), CheckpointInterval, "a positive time of at most 49 days");
        Require(CheckpointInterval is null || CheckpointTo is not null, nameof(CheckpointTo), "null", "a place, because CheckpointInterval is set");
        Require(IsTimerPeriod(CheckpointTimeout), nameof(CheckpointTimeout), CheckpointTimeout, "a positive time of at most 49 days");
        Require(MinimumPause == TimeSpan.Zero || IsTimerPeriod(MinimumPause), nameof(MinimumPause), MinimumPause, "zero, or a positive time of at most 49 days");
        Require(IsTimerPeriod(ProgressInterval), nameof(ProgressInterval), ProgressInterval, "a positive time of at most 49 days");
        Require(TolerableCheckpointFailures >= 0, nameof(TolerableCheckpointFailures), TolerableCheckpointFailures, "0 or more");
        Require(RetainedCheckpoints >= 1, nameof(RetainedCheckpoints), RetainedCheckpoints, "1 or more");
    }

    private static bool IsTimerPeriod(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromDays(49);

    private static void Require(bool isMet, string option, object? value, string expected)
    {
        if (!isMet)
            throw new StateGenException($"{nameof(PipelineOptions)}.{option} is {value}; it must be {expected}.");
    }
}
