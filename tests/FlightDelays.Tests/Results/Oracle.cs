using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Results;

/// <summary>The rows that the input must give, computed by a program in another language that shares nothing with the sample.</summary>
internal static class Oracle
{
    /// <summary>The real flights.</summary>
    public static string FlightData { get; } = Path.Combine(AppContext.BaseDirectory, "flights-2001q1.csv");

    private static readonly Lazy<Task<IReadOnlyList<string>>> Computed = new(() => ComputeAsync(FlightData));

    /// <summary>The sorted rows of <see cref="FlightData"/>, without header.</summary>
    public static Task<IReadOnlyList<string>> Rows => Computed.Value;

    private static async Task<IReadOnlyList<string>> ComputeAsync(string input)
    {
        var result = await ChildProcess.Start("python3", [Path.Combine(AppContext.BaseDirectory, "oracle.py"), input]).WaitAsync();
        Assert.True(result.ExitCode == 0, $"The oracle failed; it needs python3. {result.Error}");
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(CommittedRows.Header, lines[0]);
        return [.. lines.Skip(1).Order(StringComparer.Ordinal)];
    }
}
