namespace StateGen.Engine.Jobs;

/// <summary>Reports the progress of an attempt at intervals, and at its end.</summary>
internal sealed class ProgressReporter(PipelineOptions options, JobMetrics metrics, int attempt) : IDisposable
{
    private readonly PeriodicTimer? _timer = options.Progress is null ? null : new(options.ProgressEvery, options.Time);
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

    /// <summary>Ends the reporting, with a last report.</summary>
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
