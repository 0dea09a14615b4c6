using System.Diagnostics;

namespace StateGen.TestKit.Servers;

/// <summary>A server that this process starts, and ends when it is disposed. What it prints goes to a file.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly string _log;
    private readonly Process _process;

    /// <param name="log">The file for what it prints.</param>
    /// <param name="command">The program and its arguments.</param>
    public Daemon(string log, params string[] command)
    {
        _log = log;
        // The shell becomes the program, so that its number is that of the program.
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", log, .. command]) { UseShellExecute = false })!;
    }

    /// <exception cref="InvalidOperationException">The server has ended.</exception>
    public void RequireRunning()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"A server has ended with the code {_process.ExitCode}: {File.ReadAllText(_log)}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
