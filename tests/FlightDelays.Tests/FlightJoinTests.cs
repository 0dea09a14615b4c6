using FlightDelays.Tests.Results;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests;

/// <summary>The sample that joins the flights with a broadcast stream.</summary>
public sealed class FlightJoinTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "FlightJoin.dll");
    private static readonly string Airports = Path.Combine(AppContext.BaseDirectory, "airports.csv");

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Every_flight_has_the_names_of_its_airports()
    {
        var result = await StartAsync(Airports);
        Assert.True(result.ExitCode == 0, result.Error);
        var names = File.ReadLines(Airports).Skip(1).Select(line => line.Split(',')).ToDictionary(fields => fields[1], fields => fields[2], StringComparer.Ordinal);
        Assert.Equal(Flights().Select(flight => $"{flight[0]},{names.GetValueOrDefault(flight[1], flight[1])},{names.GetValueOrDefault(flight[2], flight[2])}").Order(StringComparer.Ordinal), Rows());
    }

    [Fact]
    public async Task A_row_that_is_no_airport_is_named()
    {
        var airports = _workspace.Write("airports.csv", "since,code,name\n2000-01-01,DFW,Dallas/Fort Worth\n2000-01-01,ATL\n");
        var result = await StartAsync(airports);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"error: {airports}, line 3: an airport has three columns: '2000-01-01,ATL'", result.ErrorLines[^1]);
    }

    private async Task<ProcessResult> StartAsync(string airports)
    {
        await using var process = ChildProcess.Start("dotnet", ["exec", Program, Oracle.FlightData, airports, _workspace.Output]);
        return await process.WaitAsync();
    }

    private static IEnumerable<string[]> Flights() => File.ReadLines(Oracle.FlightData).Skip(1).Select(line => line.Split(','));

    private string[] Rows() =>
        [.. Directory.GetFiles(Path.Combine(_workspace.Output, "flights"), "part-*").SelectMany(File.ReadLines).Order(StringComparer.Ordinal)];
}
