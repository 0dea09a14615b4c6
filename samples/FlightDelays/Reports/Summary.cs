using System.Globalization;
using Spectre.Console;
using StateGen;

namespace FlightDelays.Reports;

/// <summary>What is said at the end of a job.</summary>
internal static class Summary
{
    /// <summary>Writes what was done to standard error, and the worst airports to standard output.</summary>
    public static void Write(JobResult result, string output)
    {
        var days = CommittedOutput.Read(output).ToArray();
        Console.Error.WriteLine(Describe(result, days.Length, output));
        OpenConsole().Write(AirportTable.Create(AirportDelay.Summarise(days).Take(10)));
    }

    // Colours are for people: what reads a pipe or a file gets plain text.
    private static IAnsiConsole OpenConsole() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });

    private static string Describe(JobResult result, int rows, string output) => result.AlreadyFinished
        ? $"The job was finished before; nothing was done. '{output}' holds its {Format(rows)} rows."
        : $"Finished: {Format(result.Records)} records read{Origin(result)}, {Format(rows)} rows in '{output}'.";

    private static string Origin(JobResult result) =>
        result.RestoredCheckpointId is { } checkpoint ? $" from checkpoint {Format(checkpoint)} on" : "";

    private static string Format(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
