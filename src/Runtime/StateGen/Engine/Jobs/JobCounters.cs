namespace StateGen.Engine.Jobs;

/// <summary>The counters of a run of a job, over all of its attempts. Thread-safe.</summary>
internal sealed class JobCounters
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

    /// <summary>Records a failure that does not end the job, for progress reports and the result.</summary>
    public void RecordFailure(Exception failure) => Volatile.Write(ref _lastFailure, failure);
}

/// <summary>Reports the progress of an attempt periodically and at its end.</summary>
internal sealed class ProgressReporter(PipelineOptions options, JobCounters metrics, int attempt) : IDisposable
{
    private readonly PeriodicTimer? _timer = options.Progress is null ? null : new(options.ProgressInterval, options.Time);
    private long _lastTime = options.Time.GetTimestamp();
    private long _lastRecords = metrics.Records;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Progress is null || _timer is null)
            return;
        while (await _timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            Report(options.Progress);
        Report(options.Progress);
    }

    /// <summary>Ends the reporting with a last report.</summary>
    public void Stop() => _timer?.Dispose();

    public void Dispose() => _timer?.Dispose();

    private void Report(IProgress<JobProgress> progress)
    {
        var records = metrics.Records;
        var time = options.Time.GetTimestamp();
        var seconds = options.Time.GetElapsedTime(_lastTime, time).TotalSeconds;
        var rate = seconds > 0 ? (records - _lastRecords) / seconds : 0;
        progress.Report(new(records, rate, metrics.Checkpoints, metrics.FailedCheckpoints, attempt) { LastFailure = metrics.LastFailure });
        (_lastTime, _lastRecords) = (time, records);
    }
}
