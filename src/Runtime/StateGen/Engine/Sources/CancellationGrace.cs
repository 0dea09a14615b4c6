using Microsoft.Extensions.Logging;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Sources;

/// <summary>
/// The time that canceled operations of a source have at the end of an attempt, once for all of them. A reader whose read has not returned by then is closed
/// when the read returns, and never before, because a reader must not be disposed during a read. Thread-safe.
/// </summary>
internal sealed class CancellationGrace(PipelineOptions options, JobTelemetry telemetry)
{
    private readonly Lock _gate = new();
    private Task? _elapsed;

    private ILogger Logger => telemetry.Logger;

    /// <summary>Starts the time, for an operation that is canceled while the attempt goes on.</summary>
    public Task StartAsync() => Task.Delay(options.CancellationGrace, options.Time, CancellationToken.None);

    /// <summary>Closes what an operation uses, after the operation has returned. Waits no longer than until the time is over.</summary>
    /// <param name="name">The name of the operation in the log.</param>
    /// <param name="operation">The operation. Its failure is known to whoever awaited it, or does not matter any more.</param>
    /// <param name="close">Closes what the operation uses.</param>
    public async ValueTask CloseAsync(string name, Task operation, Func<ValueTask> close)
    {
        await Task.WhenAny(operation, operation.IsCompleted ? operation : ElapsedAsync()).ConfigureAwait(false);
        if (!operation.IsCompleted)
        {
            Abandon(name, operation, close);
            return;
        }

        // Marks a failure as seen.
        _ = operation.Exception;
        await close().ConfigureAwait(false);
    }

    /// <summary>Closes what an operation uses when it returns, without waiting for it.</summary>
    public void Abandon(string name, Task operation, Func<ValueTask> close)
    {
        Logger.CanceledReadAbandoned(options.JobId, name, options.CancellationGrace.TotalMilliseconds);
        _ = CloseLaterAsync(name, operation, close);
    }

    private Task ElapsedAsync()
    {
        lock (_gate)
            return _elapsed ??= StartAsync();
    }

    private async Task CloseLaterAsync(string name, Task operation, Func<ValueTask> close)
    {
        try
        {
            await operation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await close().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Nobody awaits this task: the attempt has ended.
            Logger.AbandonedReadNotClosed(exception, options.JobId, name);
        }
    }
}
