using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.Engine.Operators;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>A job over a scripted source that a test starts, observes, checkpoints and stops, in virtual time.</summary>
internal sealed class RunningJob : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly TaskCompletionSource<JobAttempt> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="stream">The stream that the operator processes.</param>
    /// <param name="surroundings">What outlives the job.</param>
    /// <param name="parallelism">The parallelism.</param>
    /// <param name="second">What a second operator sees; null if there is none.</param>
    public RunningJob(EventStream<Reading> stream, JobSurroundings surroundings, int parallelism = 1, AlarmLog? second = null)
    {
        var options = new PipelineOptions
        {
            JobId = "job",
            CheckpointTo = CheckpointTarget.ToStorage(surroundings.Storage),
            Parallelism = parallelism,
            Time = surroundings.Time,
            Logger = surroundings.Log,
            AttemptOpened = attempt => _opened.TrySetResult(attempt),
        };
        var first = stream.KeyBy(reading => reading.Sensor).Process(() => new Alarms(surroundings.Alarms));
        var last = second is null ? first : first.KeyBy(reading => reading.Sensor).Process(() => new Alarms(second), id: "second");
        Running = last.To(surroundings.Sink).RunAsync(options, _stop.Token);
    }

    public Task<JobResult> Running { get; }

    /// <summary>Takes a checkpoint, after which all that was handed on before has been processed.</summary>
    public async Task<long> CheckpointAsync()
    {
        var attempt = await await Task.WhenAny(_opened.Task, FailedAsync()).InTimeAsync();
        return (await attempt.Coordinator.TriggerAsync(_stop.Token).InTimeAsync())!.Value;
    }

    /// <summary>Lets every split that can be read have turns: after each barrier, a source subtask gives one split its turn.</summary>
    public async Task SettleAsync()
    {
        for (var barrier = 0; barrier < 6; barrier++)
            await CheckpointAsync();
    }

    public Task<JobResult> EndAsync() => Running.InTimeAsync();

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Running.InTimeAsync());
    }

    /// <summary>Requests the end without waiting for it.</summary>
    public Task CancelAsync() => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();

    private async Task<JobAttempt> FailedAsync()
    {
        await Running;
        throw new InvalidOperationException("The job has ended.");
    }
}

/// <summary>What outlives a run of a job.</summary>
internal sealed class JobSurroundings : IDisposable
{
    public MemoryCheckpointStorage Storage { get; } = new();

    public VirtualTime Time { get; } = new();

    public ListSink<Reading> Sink { get; } = new();

    public AlarmLog Alarms { get; } = new();

    public LogList Log { get; } = new();

    public async Task<CheckpointManifest> LatestAsync() =>
        (await CheckpointStore.OpenForReadingAsync(Storage, "job", cancellationToken: TestContext.Current.CancellationToken)).FindLatest()!;

    /// <summary>The splits of the latest checkpoint: the id, the next event, and whether it is finished or revoked.</summary>
    public async Task<IReadOnlyList<string>> SplitsAsync() =>
    [
        .. (await LatestAsync()).Sources.Single().Splits
            .Select(split => $"{split.Id}:{split.Fields["next"]}{(split.IsFinished ? " finished" : "")}{(split.IsRevoked ? " revoked" : "")}"),
    ];

    public void Dispose() => Storage.Dispose();
}

/// <summary>A logger that keeps what it gets. Thread-safe.</summary>
internal sealed class LogList : ILogger
{
    private readonly ConcurrentQueue<(int Id, string Message)> _all = new();

    public IReadOnlyList<(int Id, string Message)> All => [.. _all];

    public IEnumerable<string> Of(int id) => _all.Where(entry => entry.Id == id).Select(entry => entry.Message);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _all.Enqueue((eventId.Id, formatter(state, exception)));
}

internal static class InTime
{
    // Only a test that fails waits so long: without a limit it would hang. A machine may be busy with something else for many seconds.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static Task InTimeAsync(this Task task) => task.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>Waits for a change that nothing reports.</summary>
    /// <param name="condition">The condition to wait for.</param>
    /// <param name="meanwhile">Called whenever the condition is not met.</param>
    public static async Task UntilAsync(Func<bool> condition, Action? meanwhile = null)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !condition();)
        {
            Assert.False(HasElapsed(start), "Nothing has changed in time.");
            meanwhile?.Invoke();
            await default(FairYield);
        }
    }

    /// <summary>Waits within a callback of the engine, while its other subtasks run.</summary>
    /// <param name="condition">The condition to wait for.</param>
    public static void Until(Func<bool> condition)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !condition(); LetOthersRun())
        {
            // No error policy skips this exception.
            if (HasElapsed(start))
                throw new StateGenException("Nothing has changed in time.");
        }
    }

    /// <summary>Waits within a callback of the engine until the thread pool took work twice, so that other subtasks have mostly gone on.</summary>
    public static void LetOthersRun(int rounds = 2)
    {
        using var taken = new ManualResetEventSlim();
        for (var round = 0; round < rounds; round++)
        {
            taken.Reset();
            ThreadPool.UnsafeQueueUserWorkItem(static taken => taken.Set(), taken, preferLocal: false);
            taken.Wait();
        }
    }

    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);

    private static bool HasElapsed(long start) => TimeProvider.System.GetElapsedTime(start) >= Limit;
}
