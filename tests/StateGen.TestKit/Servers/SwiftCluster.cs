using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StateGen.TestKit.Processes;

namespace StateGen.TestKit.Servers;

/// <summary>
/// OpenStack Swift on this machine, with three zones, each of which has a replica, and the protocol of S3 in front: a real object store, which refuses
/// conditions. It needs Linux, root and the packages of Swift, and is started when it is first used.
/// </summary>
public sealed class SwiftCluster : IDisposable
{
    public const string AccessKey = "test:tester";
    public const string SecretKey = "testing";

    private const int Zones = 3;
    private static readonly string[] Kinds = ["account", "container", "object"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryDirectory _directory = new();
    private readonly List<(int Zone, Daemon Server)> _servers = [];
    private readonly int[] _ports = FreePorts(2 + (Zones * Kinds.Length));
    private readonly Lazy<Task<string>> _endpoint;

    public SwiftCluster() => _endpoint = new(StartAsync);

    /// <summary>Gets the directory in which the zones keep their files.</summary>
    public string Files => Directory.CreateDirectory(_directory["zones"]).FullName;

    private int ProxyPort => _ports[^1];

    private int CachePort => _ports[^2];

    /// <summary>Starts the servers if they have not been started.</summary>
    /// <returns>The address for the protocol of S3.</returns>
    public Task<string> EndpointAsync() => _endpoint.Value;

    /// <summary>Creates a bucket.</summary>
    public async Task CreateBucketAsync(string name)
    {
        using var client = new HttpClient { BaseAddress = new(await EndpointAsync()) };
        using var login = new HttpRequestMessage(HttpMethod.Get, "auth/v1.0") { Headers = { { "X-Auth-User", AccessKey }, { "X-Auth-Key", SecretKey } } };
        using var session = await client.SendAsync(login, TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Add("X-Auth-Token", session.Headers.GetValues("X-Auth-Token"));
        var account = session.Headers.GetValues("X-Storage-Url").Single();
        using var created = await client.PutAsync(new Uri($"{account}/{name}"), content: null, TestContext.Current.CancellationToken);
        created.EnsureSuccessStatusCode();
    }

    /// <summary>Kills the servers of one zone.</summary>
    public void LoseZone()
    {
        foreach (var (_, server) in _servers.Where(static entry => entry.Zone == 1))
            server.Dispose();
        _servers.RemoveAll(static entry => entry.Zone == 1);
    }

    public void Dispose()
    {
        _servers.ForEach(static entry => entry.Server.Dispose());
        _directory.Dispose();
    }

    private int PortOf(int zone, string kind) => _ports[((zone - 1) * Kinds.Length) + Array.IndexOf(Kinds, kind)];

    private async Task<string> StartAsync()
    {
        await WriteRingsAsync();
        _directory.Write("swift.conf", "[swift-hash]\nswift_hash_path_suffix = stategen\nswift_hash_path_prefix = stategen\n");
        _directory.Write("proxy.conf", ProxyConfiguration());
        foreach (var (zone, kind) in Servers())
            _directory.Write($"{kind}-{zone}.conf", ServerConfiguration(zone, kind));
        await RequireAsync("chown", "-R", "swift", _directory.Path);
        Start(0, "memcached", "memcached", "-l", "127.0.0.1", "-p", $"{CachePort}");
        foreach (var (zone, kind) in Servers())
            Start(zone, $"{kind}-{zone}", $"swift-{kind}-server", _directory[$"{kind}-{zone}.conf"]);
        Start(0, "proxy", "swift-proxy-server", _directory["proxy.conf"]);
        foreach (var port in _ports)
            await WaitForAsync(port);
        return $"http://127.0.0.1:{ProxyPort}";
    }

    private static IEnumerable<(int Zone, string Kind)> Servers() => Enumerable.Range(1, Zones).SelectMany(static zone => Kinds.Select(kind => (zone, kind)));

    private async Task WriteRingsAsync()
    {
        foreach (var kind in Kinds)
        {
            var ring = _directory[$"{kind}.builder"];
            await RequireAsync("swift-ring-builder", ring, "create", "6", $"{Zones}", "1");
            for (var zone = 1; zone <= Zones; zone++)
            {
                Directory.CreateDirectory(_directory[$"zones/{zone}/disk"]);
                await RequireAsync("swift-ring-builder", ring, "add", $"r1z{zone}-127.0.0.1:{PortOf(zone, kind)}/disk", "1");
            }

            await RequireAsync("swift-ring-builder", ring, "rebalance");
        }
    }

    private string ServerConfiguration(int zone, string kind) => string.Create(CultureInfo.InvariantCulture, $"""
        [DEFAULT]
        bind_ip = 127.0.0.1
        bind_port = {PortOf(zone, kind)}
        workers = 0
        user = swift
        swift_dir = {_directory.Path}
        devices = {_directory[$"zones/{zone}"]}
        mount_check = false
        fallocate_reserve = 0
        log_level = ERROR
        [pipeline:main]
        pipeline = {kind}-server
        [app:{kind}-server]
        use = egg:swift#{kind}
        """);

    private string ProxyConfiguration() => string.Create(CultureInfo.InvariantCulture, $"""
        [DEFAULT]
        bind_ip = 127.0.0.1
        bind_port = {ProxyPort}
        workers = 0
        user = swift
        swift_dir = {_directory.Path}
        log_level = ERROR
        [pipeline:main]
        pipeline = catch_errors cache s3api tempauth proxy-server
        [app:proxy-server]
        use = egg:swift#proxy
        account_autocreate = true
        [filter:catch_errors]
        use = egg:swift#catch_errors
        [filter:cache]
        use = egg:swift#memcache
        memcache_servers = 127.0.0.1:{CachePort}
        [filter:s3api]
        use = egg:swift#s3api
        [filter:tempauth]
        use = egg:swift#tempauth
        user_test_tester = {SecretKey} .admin
        """);

    private void Start(int zone, string name, params string[] command) => _servers.Add(
        (zone, new(_directory[$"{name}.log"], ["setpriv", "--reuid=swift", "--regid=swift", "--clear-groups", "env", $"HOME={_directory.Path}", .. command])));

    private async Task WaitForAsync(int port)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await ListensAsync(port))
        {
            _servers.ForEach(static entry => entry.Server.RequireRunning());
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"Nothing listens on port {port}.");
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            // The server is still starting.
            return false;
        }
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, static listener => listener.Start());
        var ports = listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        Array.ForEach(listeners, static listener => listener.Dispose());
        return ports;
    }

    private static async Task RequireAsync(string program, params string[] arguments)
    {
        await using var process = ChildProcess.Start(program, arguments);
        var result = await process.WaitAsync();
        Assert.True(result.ExitCode == 0, $"'{program} {string.Join(' ', arguments)}' failed: {result.Output}{result.Error}");
    }
}
