namespace FlightDelays.CommandLine;

/// <summary>Writes the reason for an early end of the program to standard error, in one line.</summary>
internal static class ErrorLine
{
    public static void Write(string message) => Console.Error.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
}
