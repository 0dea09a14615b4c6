using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StateGen.Backends;
using StateGen.Engine.Jobs;
using StateGen.Keys;

namespace StateGen;

/// <summary>The options of a pipeline run. Immutable.</summary>
public sealed record PipelineOptions
{
    private const string TimerPeriod = "a positive time of at most 49 days";

    /// <summary>Gets the stable id of the job. Checkpoints and output belong to this id.</summary>
    public required string JobId { get; init; }

    /// <summary>Gets the backend that holds the state of operators while the job runs; <see cref="MemoryBackend"/> by default.</summary>
    public IStateBackend Backend { get; init; } = MemoryBackend.Default;

    /// <summary>
    /// Gets the place where checkpoints are stored: a directory or another storage. Null for no checkpoints; a job that fails or is killed then starts from
    /// the beginning.
    /// </summary>
    public CheckpointTarget? CheckpointTo { get; init; }

    /// <summary>Gets the time from the end of a checkpoint to the start of the next one; null to take only the final checkpoint, at the end of input.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>Gets a trigger, through which checkpoints are taken on demand; null if there is none. Requires <see cref="CheckpointTo"/>.</summary>
    public CheckpointTrigger? CheckpointTrigger { get; init; }

    /// <summary>Gets the time after which an incomplete checkpoint counts as failed.</summary>
    public TimeSpan CheckpointTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets the minimum time between the end of a checkpoint and the start of the next periodic one.</summary>
    public TimeSpan MinimumPause { get; init; } = TimeSpan.Zero;

    /// <summary>Gets the number of consecutive checkpoint failures that the job tolerates. A failure of the final checkpoint is never tolerated.</summary>
    public int TolerableCheckpointFailures { get; init; }

    /// <summary>Gets the number of complete checkpoints that are kept.</summary>
    public int RetainedCheckpoints { get; init; } = 2;

    /// <summary>Gets the number of parallel subtasks of the source and of each operator.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>
    /// Gets the number of key groups, which is the highest possible parallelism and is fixed for the life of the state. Null to use the number in the
    /// checkpoint, or <see cref="KeyGroups.DefaultMaxParallelism"/> for a fresh start.
    /// </summary>
    public int? MaxParallelism { get; init; }

    /// <summary>
    /// Gets the ids of operators that were removed from the pipeline and whose stored state is to be dropped. Without its id in this list, the state of a
    /// removed operator makes the restore fail. Ids may stay in the list after the checkpoint no longer contains them. Listing an operator that the pipeline
    /// still has is an error.
    /// </summary>
    public IReadOnlyCollection<string> DroppedOperators { get; init; } = [];

    /// <summary>
    /// Gets the names of sources that were removed from the pipeline and whose positions are to be dropped. Without its name in this list, a removed source
    /// that was not read to its end makes the restore fail.
    /// </summary>
    public IReadOnlyCollection<string> DroppedSources { get; init; } = [];

    /// <summary>Gets the reaction to a record that fails in any stage; <see cref="ErrorPolicy.Fail"/> by default.</summary>
    public ErrorPolicy ErrorPolicy { get; init; } = ErrorPolicy.Fail;

    /// <summary>Gets the reaction to a failure of the job; <see cref="RestartStrategy.None"/> by default.</summary>
    public RestartStrategy Restart { get; init; } = RestartStrategy.None;

    /// <summary>
    /// Gets a token whose cancellation asks the job to stop gracefully: it takes a checkpoint at once, commits its output and ends. It is not finished; a later
    /// run resumes it. No timers fire, and <see cref="JobResult.IsStopped"/> is true. A token that can be canceled requires <see cref="CheckpointTo"/>. In an
    /// application with a host, pass <c>IHostApplicationLifetime.ApplicationStopping</c>.
    /// </summary>
    public CancellationToken StopRequested { get; init; }

    /// <summary>
    /// Gets a value indicating whether the job stops gracefully, as <see cref="StopRequested"/> describes, when the process is asked to end (SIGTERM, or SIGINT
    /// from Ctrl+C). A second signal ends the process at once; the job then resumes from its latest checkpoint. Requires <see cref="CheckpointTo"/>.
    /// </summary>
    public bool StopOnTermination { get; init; }

    /// <summary>
    /// Gets the services that operators may ask for when they are opened (<see cref="OperatorOpenContext.Services"/>), such as those of the application's host.
    /// They are not disposed. Null for none.
    /// </summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Gets the clock for checkpoints, restarts, progress, processing-time timers and times to live.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Gets the logger of the job: start, restore, checkpoints, restarts, failed records and events of the backend. By default, everything is discarded. Event
    /// ids are stable; <c>docs/observability.md</c> lists them. Keys and events are never logged. An exception of the logger does
    /// not fail the job; <see cref="JobResult.LastFailure"/> keeps it.
    /// </summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Gets the receiver of progress reports, called periodically and at the end. If it throws, the job fails.</summary>
    public IProgress<JobProgress>? Progress { get; init; }

    /// <summary>Gets the time between two reports to <see cref="Progress"/>.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the maximum number of records in a batch. Results do not depend on it.</summary>
    internal int BatchSize { get; init; } = 1024;

    /// <summary>Gets the time that a read has after it was canceled. A read that takes longer is not waited for.</summary>
    internal TimeSpan CancellationGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets a callback that receives each attempt when it is opened, for tests that control the attempt.</summary>
    internal Action<JobAttempt>? AttemptOpened { get; init; }

    /// <exception cref="StateGenException">An option has an invalid value; the message names the option.</exception>
    internal void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(JobId), nameof(JobId), $"'{JobId}'", "a name");
        Require(Backend is not null, nameof(Backend), "null", "a backend");
        Require(Logger is not null, nameof(Logger), "null", $"a logger, such as {nameof(NullLogger)}.{nameof(NullLogger.Instance)}");
        Require(
            MaxParallelism is null or (>= 1 and <= KeyGroups.HighestMaxParallelism),
            nameof(MaxParallelism),
            MaxParallelism,
            $"from 1 to {KeyGroups.HighestMaxParallelism}");
        Require(DroppedOperators is not null, nameof(DroppedOperators), "null", "a collection of ids, which may be empty");
        Require(DroppedSources is not null, nameof(DroppedSources), "null", "a collection of names, which may be empty");
        var highest = MaxParallelism ?? KeyGroups.HighestMaxParallelism;
        Require(Parallelism >= 1 && Parallelism <= highest, nameof(Parallelism), Parallelism, $"from 1 to {highest}");
        Require(CheckpointInterval is null || IsTimerPeriod(CheckpointInterval.Value), nameof(CheckpointInterval), CheckpointInterval, TimerPeriod);
        Require(CheckpointInterval is null || CheckpointTo is not null, nameof(CheckpointTo), "null", "a place, because CheckpointInterval is set");
        Require(CheckpointTrigger is null || CheckpointTo is not null, nameof(CheckpointTo), "null", "a place, because CheckpointTrigger is set");
        Require(!CanStop || CheckpointTo is not null, nameof(CheckpointTo), "null", "a place, because StopRequested or StopOnTermination is set");
        Require(Restart is not null, nameof(Restart), "null", $"a strategy, such as {nameof(RestartStrategy)}.{nameof(RestartStrategy.None)}");
        Require(IsTimerPeriod(CheckpointTimeout), nameof(CheckpointTimeout), CheckpointTimeout, TimerPeriod);
        Require(MinimumPause == TimeSpan.Zero || IsTimerPeriod(MinimumPause), nameof(MinimumPause), MinimumPause, $"zero, or {TimerPeriod}");
        Require(IsTimerPeriod(ProgressInterval), nameof(ProgressInterval), ProgressInterval, TimerPeriod);
        Require(TolerableCheckpointFailures >= 0, nameof(TolerableCheckpointFailures), TolerableCheckpointFailures, "0 or more");
        Require(RetainedCheckpoints >= 1, nameof(RetainedCheckpoints), RetainedCheckpoints, "1 or more");
    }

    private bool CanStop => StopRequested.CanBeCanceled || StopOnTermination;

    private static bool IsTimerPeriod(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromDays(49);

    private static void Require(bool isMet, string option, object? value, string expected)
    {
        if (!isMet)
            throw new StateGenException($"{nameof(PipelineOptions)}.{option} is {value}; it must be {expected}.");
    }
}
