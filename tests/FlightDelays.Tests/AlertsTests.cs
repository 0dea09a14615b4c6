using System.Globalization;
using FlightDelays.Tests.Processes;
using FlightDelays.Tests.Results;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests;

/// <summary>The sample with branches, a side output and two sinks.</summary>
public sealed class AlertsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Alerts_and_recoveries_are_those_of_the_flights()
    {
        var result = await RunAsync(Oracle.FlightData);
        Assert.True(result.ExitCode == 0, result.Error);
        var (alerts, recoveries) = Expected();
        Assert.Equal(alerts, RowsIn("alerts"));
        Assert.Equal(recoveries, RowsIn("recoveries"));
        Assert.True(alerts.Length > 0 && recoveries.Length > 0);
        Assert.StartsWith($"source 'flights' ({Oracle.FlightData})\n  Where 'severe'\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_no_flight_is_named_and_the_job_goes_on_when_it_is_mended()
    {
        var lines = await File.ReadAllLinesAsync(Oracle.FlightData, TestContext.Current.CancellationToken);
        var row = lines[5_000];
        var input = _workspace.Write("flights.csv", Text(lines, row.Replace(',', ';')));
        var result = await RunAsync(input);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"error: {input}, line 5001: a flight has five columns: '{row.Replace(',', ';')}'", result.ErrorLines[^1]);
        _workspace.Write("flights.csv", Text(lines, row));
        Assert.Equal(0, (await RunAsync(input)).ExitCode);
        Assert.Equal(Expected().Alerts, RowsIn("alerts"));

        static string Text(string[] lines, string row) => string.Concat(lines[..5_000].Append(row).Concat(lines[5_001..]).Select(line => $"{line}\n"));
    }

    private async Task<ProcessResult> RunAsync(string input)
    {
        await using var process = Sample.StartProgram("Alerts.dll", [input, _workspace.Output]);
        return await process.WaitAsync();
    }

    private string[] RowsIn(string sink) =>
        [.. Directory.GetFiles(Path.Combine(_workspace.Output, sink), "part-*").SelectMany(File.ReadLines).Order(StringComparer.Ordinal)];

    private static (string[] Alerts, string[] Recoveries) Expected()
    {
        var (alerts, recoveries, delays) = (new List<string>(), new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var fields in File.ReadLines(Oracle.FlightData).Skip(1).Select(line => line.Split(',')))
        {
            var (route, minutes) = ($"{fields[1]}-{fields[2]}", int.Parse(fields[3], CultureInfo.InvariantCulture));
            if (minutes >= 240)
                alerts.Add($"{fields[0]},{route},{minutes} minutes late");
            var before = delays.GetValueOrDefault(route);
            delays[route] = minutes > 30 ? before + 1 : 0;
            if (minutes > 30 && before == 2)
                alerts.Add($"{fields[0]},{route},3 flights in a row late");
            if (minutes <= 30 && before >= 3)
                recoveries.Add($"{fields[0]},{route},in time after {before} flights");
        }

        return ([.. alerts.Order(StringComparer.Ordinal)], [.. recoveries.Order(StringComparer.Ordinal)]);
    }
}
