using FlightDelays.CommandLine;
using FlightDelays.Reports;
using Microsoft.Extensions.Logging.Abstractions;
using StateGen;

namespace FlightDelays.Jobs;

/// <summary>Runs the job for a person: with progress, a summary, and errors that say what to do.</summary>
internal static class DelaysProgram
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(DelaysOptions options, CancellationToken cancellationToken)
    {
        using var telemetry = options.Telemetry ? new ConsoleTelemetry() : null;
        try
        {
            var result = await DelaysJob.RunAsync(options, new ProgressLines(), telemetry?.CreateLogger() ?? NullLogger.Instance, cancellationToken);
            if (result.IsStopped)
            {
                ErrorLine.Write($"Stopped at checkpoint {result.StoppedCheckpointId}. Run the same command again to continue.");
                return Interrupted;
            }

            Summary.Write(result, options.Output);
            return 0;
        }
        catch (StateGenException exception)
        {
            ErrorLine.Write(exception.Message);
            return Failed;
        }
    }
}
