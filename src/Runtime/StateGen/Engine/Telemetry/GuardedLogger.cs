using Microsoft.Extensions.Logging;

namespace StateGen.Engine.Telemetry;

/// <summary>
/// Passes messages on to a logger of the user, and its exceptions to <paramref name="onFailure"/>: a log that cannot be written must neither fail a job nor
/// look to the caller as if a record had failed. Thread-safe if the logger is.
/// </summary>
internal sealed class GuardedLogger(ILogger logger, Action<Exception> onFailure) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch (Exception exception)
        {
            // Reported; see the summary of the class.
            onFailure(exception);
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception failure)
        {
            // Reported; see the summary of the class.
            onFailure(failure);
        }
    }
}
