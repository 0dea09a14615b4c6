using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StateGen.TestKit.Processes;

/// <summary>Runs the tool as a process.</summary>
public static class ToolProcess
{
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "StateGen.Tool.dll");

    // RUNTIME/shared/Microsoft.NETCore.App/VERSION holds the runtime of this very process; its host is at RUNTIME.
    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string directory, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(DotNet, ["exec", Dll, .. arguments]) { WorkingDirectory = directory });

    /// <summary>Runs a command line of the tool in a shell of Unix, where it is copied to.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunLineAsync(string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"stategen() {{ '{DotNet}' exec '{Dll}' \"$@\"; }}\n{line}"]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return RunAsync(start);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
