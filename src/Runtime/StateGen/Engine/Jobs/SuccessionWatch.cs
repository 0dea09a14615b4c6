using StateGen.Checkpoints;

namespace StateGen.Engine.Jobs;

/// <summary>
/// Ends an attempt when another process has taken the job over, also if the attempt has nothing to commit. A process that stood still finds it out when it
/// resumes, within one interval.
/// </summary>
internal sealed class SuccessionWatch(CheckpointStore? store, PipelineOptions options) : IDisposable
{
    // No other timer of the engine has this interval, so that tests can tell the timers apart.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1_950);

    private readonly PeriodicTimer? _timer = store is null ? null : new(Interval, options.Time);

    /// <exception cref="JobSupersededException">Another process has taken the job over.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (_timer is not null && await _timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await store!.RequireCurrentAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (CheckpointStorageException)
            {
                // The storage cannot be reached now. The next look, or the next checkpoint, finds out.
            }
        }
    }

    /// <summary>Ends the watch.</summary>
    public void Stop() => _timer?.Dispose();

    public void Dispose() => _timer?.Dispose();
}
