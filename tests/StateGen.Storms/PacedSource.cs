using StateGen.Checkpoints;

namespace StateGen.Storms;

/// <summary>Reads each split in small steps, with pauses between them.</summary>
internal sealed class PacedSource<T>(ISource<T> source, int step) : ISource<T>
{
    /// <summary>Gets a value indicating whether the end of a split is written to standard error.</summary>
    public bool AnnouncesEnds { get; init; }

    public string Description => source.Description;

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) => source.DiscoverSplitsAsync(cancellationToken);

    public async Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
        new PacedReader<T>(await source.OpenAsync(position, cancellationToken), step, AnnouncesEnds);
}

internal sealed class PacedReader<T>(SplitReader<T> reader, int step, bool announcesEnd) : SplitReader<T>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private bool _mayRead;

    public override string Description => reader.Description;

    public override ManifestFields Position => reader.Position;

    public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
    {
        _mayRead = !_mayRead;
        if (!_mayRead)
            return SplitRead.WaitFor(Pause);
        var read = await reader.ReadAsync(events[..Math.Min(events.Length, step)], cancellationToken);
        if (read.IsEnd && announcesEnd)
            Console.Error.WriteLine("a split has ended");
        return read;
    }

    public override long OriginOf(int index) => reader.OriginOf(index);

    public override ValueTask DisposeAsync() => reader.DisposeAsync();
}
