using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace StateGen.TestKit.Servers;

/// <summary>A server that runs on Node.js, on the loopback interface, with its files in a directory of its own. It ends with the tests that started it.</summary>
public sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryDirectory _directory = new();
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts a server that chooses a port and prints it.</summary>
    /// <param name="script">The script, below node_modules.</param>
    /// <param name="announcement">The text before the port in a line that it prints.</param>
    /// <param name="arguments">The arguments for a directory.</param>
    /// <param name="options">Options of Node.js.</param>
    public ServerProcess(string script, string announcement, Func<string, string[]> arguments, params string[] options)
    {
        var path = Path.Combine(Packages, script);
        Assert.True(File.Exists(path), $"'{path}' is missing. ./build.sh test installs it.");
        var start = new ProcessStartInfo("node", [.. options, path, .. arguments(_directory.Path)])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.Path,
        };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data, announcement);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, announcement);
        _process.Exited += (_, _) => _port.TrySetException(new InvalidOperationException($"'{script}' has ended: {Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Gets the directory in which the server keeps its files.</summary>
    public string Directory => _directory.Path;

    /// <summary>The port on which the server listens.</summary>
    public Task<int> PortAsync(CancellationToken cancellationToken) => _port.Task.WaitAsync(Patience, TimeProvider.System, cancellationToken);

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Dispose();
    }

    private static string Packages => typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "NodePackages").Value!;

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private void Read(string? line, string announcement)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (line.IndexOf(announcement, StringComparison.Ordinal) is >= 0 and var at)
            _port.TrySetResult(int.Parse(new string([.. line[(at + announcement.Length)..].TakeWhile(char.IsAsciiDigit)]), System.Globalization.CultureInfo.InvariantCulture));
    }
}
