using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace StateGen.TestKit.Processes;

/// <summary>A process that this test started, killed with it if it is still there. Its standard error is read line by line.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _error = new();

    private ChildProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ChildProcess Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return new ChildProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"'{program}' cannot be started. These tests need it.", exception);
        }
    }

    /// <summary>The next line of standard error; null once the process has ended.</summary>
    public async Task<string?> ReadErrorLineAsync()
    {
        var line = await _process.StandardError.ReadLineAsync(Cancellation);
        if (line is not null)
            _error.Append(line).Append('\n');
        return line;
    }

    /// <summary>Reads on to the first line of standard error that fits; null when the process ends without one.</summary>
    public async Task<string?> ReadErrorLineAsync(Func<string, bool> fits)
    {
        string? line;
        do
            line = await ReadErrorLineAsync();
        while (line is not null && !fits(line));
        return line;
    }

    /// <summary>Ends the process with SIGKILL, of which it notices nothing.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Cancellation);
    }

    /// <summary>Asks the process to end, with SIGTERM.</summary>
    public async Task StopAsync()
    {
        await using var kill = Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.Equal(0, (await kill.WaitAsync()).ExitCode);
    }

    /// <summary>Lets the process run to its end.</summary>
    public async Task<ProcessResult> WaitAsync()
    {
        await ReadErrorLineAsync(static line => false);
        await _process.WaitForExitAsync(Cancellation);
        return new ProcessResult(_process.ExitCode, await _output, _error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
