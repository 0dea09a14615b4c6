using System.Net;
using System.Net.Sockets;

namespace StateGen.Relational.Tests.Servers;

/// <summary>Forwards connections to a server. When it is told to, it forwards a request, waits for the answer, and loses it together with the connection.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _connections = [];
    private readonly int _server;
    private readonly Task _accepting;
    private Func<ReadOnlyMemory<byte>, bool>? _isLost;

    public CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The number of answers that were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Loses the answer to the next request that contains a text.</summary>
    public void LoseAnswerTo(string text) => _isLost = request => request.Span.IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ForwardAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception exception) when (_end.IsCancellationRequested && exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The end of the test.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
            var connection = new Connection(client.GetStream(), server.GetStream());
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            await Task.WhenAny(RequestsAsync(connection, cut.Token), AnswersAsync(connection, cut.Token));
            await cut.CancelAsync();
        }
    }

    private async Task RequestsAsync(Connection connection, CancellationToken cancellationToken)
    {
        await CopyAsync(connection.Client, connection.Server, bytes =>
        {
            if (_isLost?.Invoke(bytes) == true)
                (connection.IsCut, _isLost) = (true, null);
            return true;
        }, cancellationToken);
    }

    private Task AnswersAsync(Connection connection, CancellationToken cancellationToken) => CopyAsync(connection.Server, connection.Client, _ =>
    {
        if (connection.IsCut)
            Lost++;
        return !connection.IsCut;
    }, cancellationToken);

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, bool> isForwarded, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0 && isForwarded(buffer.AsMemory(0, read)))
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The connection has ended.
        }
    }

    private sealed class Connection(NetworkStream client, NetworkStream server)
    {
        public NetworkStream Client => client;

        public NetworkStream Server => server;

        public bool IsCut { get; set; }
    }
}
