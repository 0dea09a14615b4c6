using System.Globalization;
using Spectre.Console;
using StateGen;

namespace FlightDelays.Reports;

/// <summary>Writes the report at the end of a job.</summary>
internal static class Summary
{
    /// <summary>Writes the result of the job to standard error, and the worst airports to standard output.</summary>
    public static void Write(JobResult result, string output)
    {
        var days = CommittedOutput.Read(output).ToArray();
        Console.Error.WriteLine(Describe(result, days.Length, output));
        OpenConsole().Write(AirportTable.Create(AirportDelay.Summarise(days).Take(10)));
    }

    // Colors are for people: a program that reads a pipe or a file gets plain text.
    private static IAnsiConsole OpenConsole() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });

    private static string Describe(JobResult result, int rows, string output) => result.AlreadyFinished
        ? $"The job was finished before, so nothing was done. '{output}' contains its {Format(rows)} rows."
        : $"Finished: {Format(result.Records)} records read{Origin(result)}, {Format(rows)} rows in '{output}'.";

    private static string Origin(JobResult result) =>
        result.RestoredCheckpointId is { } checkpoint ? $", starting from checkpoint {Format(checkpoint)}" : "";

    private static string Format(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
