using StateGen.TestKit.Processes;

namespace FlightDelays.Tests;

/// <summary>What the sample shows of an error: one line that says what happened, and a failing exit code.</summary>
internal static class Refusal
{
    public static void AssertShown(ProcessResult result, params string[] messages)
    {
        Assert.NotEqual(0, result.ExitCode);
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.All(messages, message => Assert.Contains(message, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error + result.Output, StringComparison.Ordinal);
    }
}
