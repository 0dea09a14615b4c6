using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using StateGen;

namespace FlightDelays.Reports;

/// <summary>
/// Writes the logs, metrics and traces of StateGen to the terminal with OpenTelemetry's console exporter. A service would export them to its monitoring in the
/// same way.
/// </summary>
internal sealed class ConsoleTelemetry : IDisposable
{
    private const int MetricIntervalMilliseconds = 1_000;

    private readonly ILoggerFactory _loggers = LoggerFactory.Create(static logging => logging.AddOpenTelemetry(static options =>
    {
        options.IncludeFormattedMessage = true;
        options.AddConsoleExporter();
    }));

    private readonly MeterProvider _metrics = Sdk.CreateMeterProviderBuilder()
        .AddMeter(StateGenTelemetry.MeterName)
        .AddConsoleExporter(static (_, reader) => reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = MetricIntervalMilliseconds)
        .Build();

    private readonly TracerProvider _traces = Sdk.CreateTracerProviderBuilder()
        .AddSource(StateGenTelemetry.ActivitySourceName)
        .AddConsoleExporter()
        .Build();

    public ILogger CreateLogger() => _loggers.CreateLogger("FlightDelays");

    public void Dispose()
    {
        _metrics.Dispose();
        _traces.Dispose();
        _loggers.Dispose();
    }
}
