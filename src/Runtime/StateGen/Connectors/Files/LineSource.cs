using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>
/// A text file cut into ranges of bytes. Every range begins where a line begins and ends where one ends, which is settled once, when the job
/// first starts; from then on each range is read on its own.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
internal sealed class LineSource<T>(string path, int skip, Func<string, T> parse, int splits) : ISource<T>
{
    public string Description => path;

    public async Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        using var file = LineFile.Open(path);
        var ranges = await LineRanges.FindAsync(file, skip, splits, cancellationToken).ConfigureAwait(false);
        return [.. ranges.Select(static range => new SplitPosition(range.Id, range.ToFields(), MaxEventTimeMilliseconds: null, IsFinished: false))];
    }

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        cancellationToken.ThrowIfCancellationRequested();
        var range = LineRange.FromFields(position.Fields);
        var file = LineFile.Open(path);
        try
        {
            file.RequireSame(range);
            return Task.FromResult<SplitReader<T>>(new LineSplitReader<T>(file, range, parse));
        }
        catch
        {
            // The reader that would have closed it does not exist.
            file.Dispose();
            throw;
        }
    }
}
