using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StateGen.Tool.Tests;

/// <summary>Runs the tool as a process.</summary>
internal static class ToolProcess
{
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "StateGen.Tool.dll");

    // RUNTIME/shared/Microsoft.NETCore.App/VERSION holds the runtime of this very process; its host is at RUNTIME.
    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(DotNet, ["exec", Dll, .. arguments])
        {
            WorkingDirectory = directory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
