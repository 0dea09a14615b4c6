using Microsoft.Extensions.Logging;
using StateGen.Backends;
using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Storage;

/// <summary>
/// Counts the write stalls of one store and logs them, at most one in ten seconds, because RocksDB may start and end stalls many times in a second.
/// Thread-safe.
/// </summary>
internal sealed class WriteStalls(StateStoreOptions options) : IWriteConditionObserver
{
    private const long LogIntervalMilliseconds = 10_000;

    private readonly Lock _gate = new();
    private long _count;
    private long? _loggedAt;
    private bool _isEndExpected;

    /// <summary>Gets the number of stalls that have begun.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void OnChanged(WriteCondition previous, WriteCondition current)
    {
        try
        {
            lock (_gate)
                Record(previous, current);
        }
        catch (Exception)
        {
            // Only the user's logger or clock can throw here. The caller is native code, so an exception would end the process.
        }
    }

    private void Record(WriteCondition previous, WriteCondition current)
    {
        if (current == WriteCondition.Normal)
            LogEnd();
        else if (previous == WriteCondition.Normal)
            Begin(current);
    }

    private void Begin(WriteCondition condition)
    {
        var count = Interlocked.Increment(ref _count);
        var now = options.Clock.Now;
        if (now - _loggedAt < LogIntervalMilliseconds)
            return;
        _loggedAt = now;
        _isEndExpected = true;
        if (condition == WriteCondition.Stopped)
            options.Logger.WritesStopped(options.OperatorId, options.Subtask, count);
        else
            options.Logger.WritesDelayed(options.OperatorId, options.Subtask, count);
    }

    private void LogEnd()
    {
        if (!_isEndExpected)
            return;
        _isEndExpected = false;
        options.Logger.WritesResumed(options.OperatorId, options.Subtask);
    }
}

/// <summary>The log messages of the RocksDB backend. Event ids and names are stable; docs/observability.md lists them.</summary>
internal static partial class RocksDbLog
{
    [LoggerMessage(1400, LogLevel.Warning,
        "Operator {OperatorId}, subtask {Subtask}: RocksDB slows down writes, because flushes or compactions cannot keep up. Stalls so far: {Stalls}. "
        + "Increase RocksDbOptions.WriteBufferBytes, or use a faster disk.")]
    public static partial void WritesDelayed(this ILogger logger, string operatorId, int subtask, long stalls);

    [LoggerMessage(1401, LogLevel.Warning,
        "Operator {OperatorId}, subtask {Subtask}: RocksDB stopped writes until flushes or compactions have caught up. Stalls so far: {Stalls}. "
        + "Increase RocksDbOptions.WriteBufferBytes, or use a faster disk.")]
    public static partial void WritesStopped(this ILogger logger, string operatorId, int subtask, long stalls);

    [LoggerMessage(1402, LogLevel.Information, "Operator {OperatorId}, subtask {Subtask}: RocksDB accepts writes without restriction again.")]
    public static partial void WritesResumed(this ILogger logger, string operatorId, int subtask);
}
