using StateGen.Backends;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Operators;

/// <summary>
/// The records and timers that failed since the last report and that the error policy dropped. They are reported together, so that a batch of failing
/// records gives one message. Used by one thread at a time.
/// </summary>
internal sealed class FailedRecords
{
    private DeadLetter? _first;
    private int _count;

    public void Add(DeadLetter deadLetter)
    {
        _first ??= deadLetter;
        _count++;
    }

    /// <summary>Logs the failures with the first exception, and forgets them.</summary>
    /// <returns>The number of failures.</returns>
    public int Report(StateStoreOptions store, ErrorPolicy policy)
    {
        if (_first is null)
            return 0;
        var count = _count;
        var position = _first.Timer is null ? _first.Position ?? "an unknown position" : "a timer";
        store.Logger.RecordsFailed(_first.Exception, store.OperatorId, store.Subtask, count, policy.Name, position);
        _first = null;
        _count = 0;
        return count;
    }
}
