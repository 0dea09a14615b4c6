using System.Threading.Channels;

namespace StateGen.Engine.Exchange;

/// <summary>Wakes the one receiver of several channels: set by any sender, reset by the wait.</summary>
internal sealed class ArrivalSignal
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _signal.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _signal.Reader.ReadAsync(cancellationToken);
}
