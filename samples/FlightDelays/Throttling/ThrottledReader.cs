using StateGen;
using StateGen.Checkpoints;

namespace FlightDelays.Throttling;

/// <summary>Reads in small steps and waits after each step until the rate limit lets it pass.</summary>
internal sealed class ThrottledReader<T>(SplitReader<T> reader, RateLimit limit) : SplitReader<T>
{
    public override string Description => reader.Description;

    public override ManifestFields Position => reader.Position;

    public override bool SkipsRejected
    {
        get => reader.SkipsRejected;
        set => reader.SkipsRejected = value;
    }

    public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
    {
        var read = await reader.ReadAsync(events[..Math.Min(events.Length, limit.Step)], cancellationToken);
        await limit.WaitAsync(read.Count, cancellationToken);
        return read;
    }

    public override long OriginOf(int index) => reader.OriginOf(index);

    public override IReadOnlyList<SourceRecordException> TakeRejected() => reader.TakeRejected();

    public override ValueTask DisposeAsync() => reader.DisposeAsync();
}
