using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Corpus.Sources.NetworkProbe;

public sealed record Host(string Name, int Port, string Command);

public sealed record Probe(string Host, bool Up, int Bytes);

[Operator("sources.networkprobe")]
public sealed partial class NetworkProbe : KeyedOperator<string, Host, Probe>
{
    private readonly UdpClient _statsd;
    private readonly Socket _monitor;

    public NetworkProbe(UdpClient statsd, Socket monitor) => (_statsd, _monitor) = (statsd, monitor);

    [State] private partial int Failures { get; set; }
    [State] private partial string? Address { get; set; }

    protected override void OnEvent(Host host, OperatorContext<Probe> context)
    {
        Address ??= Dns.GetHostAddresses(host.Name).FirstOrDefault()?.ToString(); // expect: SG2011
        if (Address is not { } address)
        {
            Failures++;
            return;
        }

        var payload = Encoding.ASCII.GetBytes($"probe.{host.Name}:1|c");
        _statsd.Send(payload, payload.Length); // expect: SG2011

        var up = CanConnect(address, host.Port);
        Failures = up ? 0 : Failures + 1;
        context.Emit(new Probe(host.Name, up, up ? Banner() : 0));
    }

    private static bool CanConnect(string address, int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(address, port); // expect: SG2011
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int Banner()
    {
        _monitor.Send("HELO\r\n"u8); // expect: SG2011
        var buffer = new byte[256];
        return _monitor.Receive(buffer); // expect: SG2011
    }
}

[Operator("sources.networkprobe.scripts")]
public sealed partial class ScriptChecks : KeyedOperator<string, Host, int>
{
    [State] private partial int ExitCode { get; set; }

    protected override void OnEvent(Host host, OperatorContext<int> context)
    {
        using var process = Process.Start(new ProcessStartInfo("check-host", [host.Name])); // expect: SG2011
        if (process is null)
            return;
        process.WaitForExit(); // expect: SG2011
        ExitCode = process.ExitCode;
        context.Emit(ExitCode);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context)
    {
        var name = Dns.GetHostEntry(Key).HostName; // expect: SG2011
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(name, 443); // expect: SG2011
        var answer = Console.ReadLine(); // expect: SG2011
        context.Emit(answer == "y" ? ExitCode : 0);
    }
}
