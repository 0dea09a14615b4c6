namespace StateGen.Tool;

/// <summary>Says on standard error, in one line, why the program ends early.</summary>
internal static class ErrorLine
{
    public static void Write(string message) => Console.Error.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
}
