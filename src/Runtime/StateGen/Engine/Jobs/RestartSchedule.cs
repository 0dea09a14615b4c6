using System.Net.Sockets;
using StateGen.Checkpoints;

namespace StateGen.Engine.Jobs;

/// <summary>The restarts of one run of a job, as its strategy plans them. Used by one thread at a time.</summary>
internal abstract class RestartSchedule
{
    /// <summary>Takes note of a failure.</summary>
    /// <returns>The pause before the restart; null if the job is not restarted any more.</returns>
    public abstract TimeSpan? PlanAfterFailure();

    /// <summary>Determines whether a failure of the preparation of the first attempt may pass, so that another attempt is worth it.</summary>
    public static bool MayPass(Exception failure) => failure is IOException or TimeoutException or SocketException
        or SourceUnavailableException or SinkUnavailableException or SinkInUseException or CheckpointStorageException;
}

/// <summary>Counts the restarts that follow each other without a time without failure between them.</summary>
/// <param name="time">The clock.</param>
/// <param name="maxRestarts">The maximum count.</param>
/// <param name="delayBefore">A function that returns the pause before a restart, by its number from 1.</param>
/// <param name="resetAfter">The time without failure after which the count begins again.</param>
internal sealed class ConsecutiveRestarts(TimeProvider time, int maxRestarts, Func<int, TimeSpan> delayBefore, TimeSpan resetAfter) : RestartSchedule
{
    private int _count;
    private long _lastFailure;
    private TimeSpan _lastDelay;

    public override TimeSpan? PlanAfterFailure()
    {
        var now = time.GetTimestamp();
        if (_count > 0 && time.GetElapsedTime(_lastFailure, now) - _lastDelay >= resetAfter)
            _count = 0;
        if (_count >= maxRestarts)
            return null;
        _lastFailure = now;
        return _lastDelay = delayBefore(++_count);
    }
}

/// <summary>Counts the failures of the last interval.</summary>
internal sealed class RestartRate(TimeProvider time, int maxFailures, TimeSpan interval, TimeSpan delay) : RestartSchedule
{
    private readonly Queue<long> _failures = new();

    public override TimeSpan? PlanAfterFailure()
    {
        var now = time.GetTimestamp();
        while (_failures.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > interval)
            _failures.Dequeue();
        _failures.Enqueue(now);
        return _failures.Count > maxFailures ? null : delay;
    }
}

/// <summary>Pauses that grow with each failure, with jitter. Thread-safe.</summary>
internal sealed class Backoff(TimeSpan initial, TimeSpan maximum, double multiplier, double jitter, Random random)
{
    private readonly Lock _gate = new();

    /// <summary>Computes the pause before a restart.</summary>
    /// <param name="restart">The number of the restart since the last reset, from 1.</param>
    public TimeSpan DelayBefore(int restart)
    {
        var delay = Math.Min(initial.Ticks * Math.Pow(multiplier, restart - 1), maximum.Ticks);
        return TimeSpan.FromTicks((long)Math.Min(delay * (1 + (jitter * Draw())), maximum.Ticks));
    }

    // From -1 to 1. A Random of the caller is not thread-safe, and several runs may use one strategy.
    private double Draw()
    {
        lock (_gate)
            return (2 * random.NextDouble()) - 1;
    }
}
