namespace StateGen.Engine.Jobs;

/// <summary>What a run of a job has done so far, over all of its attempts. Thread-safe.</summary>
internal sealed class JobMetrics
{
    private long _records;
    private int _checkpoints;
    private int _failedCheckpoints;
    private Exception? _lastFailure;

    public long Records => Interlocked.Read(ref _records);

    public int Checkpoints => Volatile.Read(ref _checkpoints);

    public int FailedCheckpoints => Volatile.Read(ref _failedCheckpoints);

    public Exception? LastFailure => Volatile.Read(ref _lastFailure);

    public void CountRecords(int count) => Interlocked.Add(ref _records, count);

    public void CountCheckpoint() => Interlocked.Increment(ref _checkpoints);

    public void CountFailedCheckpoint() => Interlocked.Increment(ref _failedCheckpoints);

    /// <summary>Keeps a failure that the job goes on after, so that it can be seen.</summary>
    public void KeepFailure(Exception failure) => Volatile.Write(ref _lastFailure, failure);
}
