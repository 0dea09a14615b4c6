using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StateGen.Tests.Telemetry;

/// <summary>A logger that keeps what is logged. Unlike <see cref="TelemetryRecorder"/> it changes nothing for other tests in the process. Thread-safe.</summary>
internal class LogRecorder : ILogger
{
    private readonly ConcurrentQueue<Logged> _logs = new();

    public IReadOnlyList<Logged> Logs => [.. _logs];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _logs.Enqueue(new(eventId, logLevel, formatter(state, exception), exception, state as IReadOnlyList<KeyValuePair<string, object?>> ?? []));
}

internal sealed record Logged(
    EventId Id, LogLevel Level, string Message, Exception? Exception, IReadOnlyList<KeyValuePair<string, object?>> Fields);
