using System.Diagnostics;
using System.Globalization;
using StateGen.TestKit.Processes;

namespace StateGen.TestKit.Servers;

/// <summary>
/// A volume of GlusterFS with three replicas on this machine, mounted in a directory: a real distributed file system. It needs Linux, root and the package
/// glusterfs-server, and is started when it is first used. Its servers find each other through the port 24007, so there can be only one.
/// </summary>
public sealed class GlusterVolume : IDisposable
{
    private const int Replicas = 3;
    private const string Name = "storm";
    private const string ManagementFile = """
        volume management
            type mgmt/glusterd
            option working-directory DIRECTORY/management
            option run-directory DIRECTORY/run
            option glusterd-sockfile DIRECTORY/socket
            option transport-type socket
            option transport.socket.bind-address 127.0.0.1
            option transport.socket.listen-port 24007
        end-volume
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryDirectory _directory = new();
    private readonly Lazy<Task<string>> _mount;
    private Daemon? _management;

    public GlusterVolume() => _mount = new(StartAsync);

    /// <summary>Starts the servers if they have not been started.</summary>
    /// <returns>The directory in which the volume is mounted.</returns>
    public Task<string> MountAsync() => _mount.Value;

    /// <summary>Kills the server of one replica.</summary>
    public void LoseReplica() => Kill(ProcessesBelow("run/vols").First());

    public void Dispose()
    {
        if (_mount.IsValueCreated)
            Run("umount", "--lazy", _directory["mount"]);
        foreach (var process in _mount.IsValueCreated ? ProcessesBelow("run") : [])
            Kill(process);
        _management?.Dispose();
        _directory.Dispose();
    }

    private async Task<string> StartAsync()
    {
        foreach (var folder in new[] { "management", "run", "mount" })
            Directory.CreateDirectory(_directory[folder]);
        var description = _directory.Write("management.vol", ManagementFile.Replace("DIRECTORY", _directory.Path, StringComparison.Ordinal));
        _management = new(_directory["output"], "glusterd", "-N", "-f", description, "-p", _directory["pid"], "-l", _directory["log"]);
        await WaitForManagementAsync();
        var bricks = Enumerable.Range(1, Replicas).Select(replica => $"{Environment.MachineName}:{Directory.CreateDirectory(_directory[$"replica{replica}"])}");
        await RequireAsync("gluster", Command(["volume", "create", Name, "replica", $"{Replicas}", .. bricks, "force"]));
        await RequireAsync("gluster", Command("volume", "start", Name));
        await RequireAsync("glusterfs", "--volfile-server=127.0.0.1", $"--volfile-id={Name}", "-l", _directory["mount.log"], _directory["mount"]);
        return _directory["mount"];
    }

    private async Task WaitForManagementAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while ((await RunAsync("gluster", Command("volume", "list"))).ExitCode != 0)
        {
            _management!.RequireRunning();
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, "glusterd does not answer.");
        }
    }

    private string[] Command(params string[] arguments) => ["--mode=script", $"--glusterd-sock={_directory["socket"]}", .. arguments];

    // The servers write their numbers to files.
    private int[] ProcessesBelow(string folder) =>
    [
        .. Directory.GetFiles(_directory[folder], "*.pid", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static file => int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var id) ? id : 0).Where(static id => id > 0),
    ];

    private static void Kill(int id) => Run("kill", "-KILL", $"{id}");

    // A process that has ended, and a directory that was never mounted, are what is wanted.
    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }

    private static async Task RequireAsync(string program, params string[] arguments)
    {
        var result = await RunAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"'{program} {string.Join(' ', arguments)}' failed: {result.Output}{result.Error}");
    }

    private static async Task<ProcessResult> RunAsync(string program, params string[] arguments)
    {
        await using var process = ChildProcess.Start(program, arguments);
        return await process.WaitAsync();
    }
}
