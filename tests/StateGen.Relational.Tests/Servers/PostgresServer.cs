using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using StateGen.Relational.Tests.Servers;
using StateGen.TestKit;

// One server for all tests; each has databases of its own.
[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace StateGen.Relational.Tests.Servers;

/// <summary>
/// A PostgreSQL server on the loopback interface, with its data in a directory of its own. It ends with the tests. As root it runs as the user postgres, because
/// the server refuses root.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>A superuser, who needs no password.</summary>
    public const string Owner = "stategen";

    /// <summary>A user who needs a password and may create nothing.</summary>
    public const string Guarded = "guarded";

    public const string Password = "correct horse battery staple";

    private const int Attempts = 5;
    private const string ReadyMessage = "database system is ready to accept connections";
    private readonly TemporaryDirectory _directory = new();
    private Process? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public int Port
    {
        get
        {
            Assert.SkipWhen(IsLeftOut, "STATEGEN_SKIP_POSTGRES is set.");
            return field;
        }

        private set;
    }

    private static bool IsLeftOut => Environment.GetEnvironmentVariable("STATEGEN_SKIP_POSTGRES") == "1";

    private string Data => _directory["data"];

    public async ValueTask InitializeAsync()
    {
        if (IsLeftOut)
            return;
        if (IsRoot)
            await RunAsync("chown", "postgres:", _directory.Path);
        await RunServerToolAsync("initdb", "-D", Data, "-U", Owner, "--auth=trust", "--no-instructions", "--encoding=UTF8", "--no-locale", "--no-sync");
        await File.WriteAllTextAsync(
            _directory["data/pg_hba.conf"],
            $"host all {Guarded} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n",
            Cancellation);
        await StartAsync();
        await ExecuteAsync("postgres", $"create role {Guarded} login password '{Password}'");
    }

    /// <summary>Starts the server again after a crash, on the same port.</summary>
    public async Task RestartAsync()
    {
        var log = await TryStartAsync();
        Assert.True(log is null, $"PostgreSQL does not start again: {log}");
    }


    /// <summary>Ends the server at once, with all its connections, as a crash does.</summary>
    public Task CrashAsync() => StopAsync("-QUIT");

    /// <summary>Creates an empty database.</summary>
    public async Task<NpgsqlDataSource> CreateDatabaseAsync(string name)
    {
        await ExecuteAsync("postgres", $"create database \"{name}\"");
        return Connect(name);
    }

    public NpgsqlDataSource Connect(string database, string user = Owner, string? password = null) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = user, Password = password, Database = database, MaxPoolSize = 40 });

    public async Task ExecuteAsync(string database, string statement)
    {
        await using var source = Connect(database);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync("-QUIT");
        _directory.Dispose();
    }

    private async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = FindPort();
            var log = await TryStartAsync();
            if (log is null)
                return;
            // Another process may have taken the port meanwhile.
            Assert.True(attempt < Attempts, $"PostgreSQL does not start: {log}");
        }
    }

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    // Debian keeps the programs of each version apart, and not in the path.
    private static string Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin")).OrderBy(static path => path.Length).ThenBy(static path => path, StringComparer.Ordinal).Last()
        : "";

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string?> TryStartAsync()
    {
        var settings = new[] { "listen_addresses=127.0.0.1", $"port={Port}", "unix_socket_directories=", "max_connections=200", "fsync=off" };
        var server = Start(ServerTool("postgres", ["-D", Data, .. settings.SelectMany(static setting => new[] { "-c", setting })]));
        _server = server;
        var (log, ready) = (new List<string>(), new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        server.ErrorDataReceived += (_, line) =>
        {
            // The end of the stream is the end of the server.
            if (line.Data?.Contains(ReadyMessage, StringComparison.Ordinal) != false)
                ready.TrySetResult(line.Data is not null);
            else if (!ready.Task.IsCompleted)
                log.Add(line.Data);
        };
        server.BeginErrorReadLine();
        return await ready.Task.WaitAsync(Cancellation) ? null : string.Join('\n', log);
    }

    private async Task StopAsync(string signal)
    {
        if (_server is not { } server)
            return;
        _server = null;
        if (!server.HasExited)
            await RunAsync("kill", signal, server.Id.ToString(CultureInfo.InvariantCulture));
        await server.WaitForExitAsync(CancellationToken.None);
        server.Dispose();
    }

    private Task RunServerToolAsync(string name, params string[] arguments) => RunAsync(ServerTool(name, arguments));

    private ProcessStartInfo ServerTool(string name, string[] arguments)
    {
        var program = Path.Combine(Programs, name);
        var start = IsRoot
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.Environment["HOME"] = _directory.Path;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.WorkingDirectory = _directory.Path;
        return start;
    }

    private static Task RunAsync(string program, params string[] arguments) => RunAsync(new ProcessStartInfo(program, arguments));

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Start(start);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"'{start.FileName}' failed: {error}");
    }

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        try
        {
            var process = Process.Start(start)!;
            process.BeginOutputReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException($"'{start.FileName}' cannot be started. ./build.sh test installs PostgreSQL.", exception);
        }
    }
}
