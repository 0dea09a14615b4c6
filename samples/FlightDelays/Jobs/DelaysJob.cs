using FlightDelays.CommandLine;
using FlightDelays.Flights;
using FlightDelays.Throttling;
using Microsoft.Extensions.Logging;
using StateGen;

namespace FlightDelays.Jobs;

/// <summary>Defines the pipeline of the sample.</summary>
internal static class DelaysJob
{
    /// <summary>The id of the job in its checkpoints and output.</summary>
    public const string Id = "flight-delays";

    /// <summary>Runs the job to its end, or until SIGTERM or Ctrl+C stops it at a checkpoint, starting from its latest checkpoint.</summary>
    /// <exception cref="StateGenException">The job failed; the message gives the reason.</exception>
    public static async Task<JobResult> RunAsync(
        DelaysOptions options, IProgress<JobProgress> progress, ILogger logger, CancellationToken cancellationToken)
    {
        // A finished job needs its input no more. If the job is not finished, it reports itself that the input is missing.
        if (File.Exists(options.Input) || !Directory.Exists(options.State))
            await FlightSource.RequireHeaderAsync(options.Input, cancellationToken);
        return await Pipeline.From(OpenSource(options))
            .WithEventTime(static flight => flight.Scheduled, maxOutOfOrderness: TimeSpan.FromMinutes(5))
            .KeyBy(static flight => new AirportDay(flight.Origin, flight.Day))
            .Process(static () => new DailyDelays())
            .To(FileSink.Lines<DailyDelay>(options.Output, DailyDelay.ToCsv, DailyDelay.Header))
            .RunAsync(Configure(options, progress, logger), cancellationToken);
    }

    private static ISource<Flight> OpenSource(DelaysOptions options)
    {
        var flights = FlightSource.Open(options.Input, options.Splits);
        return options.Rate == 0 ? flights : new ThrottledSource<Flight>(flights, new RateLimit(options.Rate, TimeProvider.System));
    }

    private static PipelineOptions Configure(DelaysOptions options, IProgress<JobProgress> progress, ILogger logger) => new()
    {
        JobId = Id,
        Backend = Backends.Create(options),
        CheckpointTo = options.CheckpointTo ?? Path.Combine(options.State, "checkpoints"),
        CheckpointInterval = options.CheckpointInterval,
        Parallelism = options.Parallelism,
        StopOnTermination = true,
        Progress = progress,
        ProgressInterval = options.ProgressInterval,
        Logger = logger,
    };
}
