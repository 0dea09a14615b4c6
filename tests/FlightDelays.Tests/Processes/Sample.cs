using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Processes;

/// <summary>The sample as a child process.</summary>
internal static class Sample
{
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll");

    // RUNTIME/shared/Microsoft.NETCore.App/VERSION holds the runtime of this very process; its host is at RUNTIME.
    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    public static ChildProcess Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment) => StartProgram(Dll, arguments, environment);

    /// <summary>Starts another program that is built with the tests.</summary>
    public static ChildProcess StartProgram(string dll, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        ChildProcess.Start(DotNet, ["exec", Path.Combine(AppContext.BaseDirectory, dll), .. arguments], environment);

    /// <summary>Starts the sample with another configuration of the runtime.</summary>
    public static ChildProcess StartWith(string runtimeConfiguration, IEnumerable<string> arguments) =>
        ChildProcess.Start(DotNet, ["exec", "--runtimeconfig", runtimeConfiguration, Dll, .. arguments]);

    /// <summary>Writes the sample's configuration of the runtime with AppContext switches turned off.</summary>
    /// <returns>The path of the file.</returns>
    public static string WriteConfiguration(string directory, params string[] switches)
    {
        var configuration = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(Dll, ".runtimeconfig.json")))!;
        foreach (var name in switches)
            configuration["runtimeOptions"]!["configProperties"]![name] = false;
        var path = Path.Combine(directory, "off.runtimeconfig.json");
        File.WriteAllText(path, configuration.ToJsonString());
        return path;
    }

    public static async Task<ProcessResult> RunAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        await using var process = Start(arguments, environment);
        return await process.WaitAsync();
    }

    /// <summary>The usual options, and others behind them.</summary>
    public static string[] Arguments(Workspace workspace, string backend, params string[] others) =>
        ["--input", Results.Oracle.FlightData, "--output", workspace.Output, "--state", workspace.State, "--backend", backend, .. others];

    /// <summary>How many records a progress line reports; null for other lines.</summary>
    public static long? RecordsIn(string line) => NumberBefore(" records", line);

    /// <summary>How many checkpoints a progress line reports; null for other lines.</summary>
    public static long? CheckpointsIn(string line) => NumberBefore(" checkpoint", line);

    private static long? NumberBefore(string unit, string line)
    {
        var end = line.IndexOf(unit, StringComparison.Ordinal);
        if (end < 0)
            return null;
        var start = line.LastIndexOf(' ', end - 1) + 1;
        return long.TryParse(line.AsSpan(start, end - start), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
