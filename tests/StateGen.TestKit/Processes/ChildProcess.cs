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
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
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
    public Task StopAsync() => SignalAsync("-TERM");

    /// <summary>Lets the process go on after it was stopped, with SIGCONT.</summary>
    public Task ContinueAsync() => SignalAsync("-CONT");

    /// <summary>Waits until the process stands still; it must be just about to stop itself with SIGSTOP. Only for Linux.</summary>
    public async Task WaitUntilStoppedAsync()
    {
        // The state comes after the name of the program, which is in parentheses.
        while (!(await File.ReadAllTextAsync($"/proc/{_process.Id}/stat", Cancellation)).Contains(") T ", StringComparison.Ordinal))
            await Task.Yield();
    }

    /// <summary>Writes a line to standard input.</summary>
    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line.AsMemory(), Cancellation);

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

    private async Task SignalAsync(string signal)
    {
        await using var kill = Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.Equal(0, (await kill.WaitAsync()).ExitCode);
    }
}
