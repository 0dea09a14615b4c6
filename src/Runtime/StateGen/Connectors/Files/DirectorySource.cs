using System.Runtime.CompilerServices;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>
/// A source whose splits are the files of a directory. The id of a split is the name of its file, and its only range is the whole file. The splits that the job
/// knows are not looked for again, so a file that was read may be gone.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
internal sealed class DirectorySource<T>(string directory, LineParser<T> parse, DirectorySourceOptions options) : IDynamicSource<T>
{
    public string Description => Path.Combine(directory, options.Pattern);

    public async Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        var splits = new List<SplitPosition>();
        foreach (var name in FindNames())
            splits.Add(await PositionAsync(name, cancellationToken).ConfigureAwait(false));
        return splits;
    }

    public async IAsyncEnumerable<SplitChange> WatchSplitsAsync(
        IReadOnlyList<SplitPosition> known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = known.Select(static split => split.Id).ToHashSet(StringComparer.Ordinal);
        while (options.PollInterval is { } interval)
        {
            foreach (var name in FindNames().Where(names.Add))
                yield return SplitChange.Add(await PositionAsync(name, cancellationToken).ConfigureAwait(false));
            await Task.Delay(interval, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        cancellationToken.ThrowIfCancellationRequested();
        var range = LineRange.FromFields(position.Fields);
        var path = Path.Combine(directory, range.FileName);
        // The checkpoint may have been taken between the last line and the end. The file may be gone since.
        return Task.FromResult<SplitReader<T>>(
            range.Offset >= range.End ? new EndedSplit<T>(path, position.Fields) : LineSplitReader<T>.Open(path, range, parse));
    }

    private IReadOnlyList<string> FindNames()
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(directory, options.Pattern).Select(static file => Path.GetFileName(file))
                    .Where(static name => !name.StartsWith('.')).Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new SourceUnavailableException($"The input directory '{directory}' does not exist. Create it, or check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceUnavailableException($"The input directory '{directory}' cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<SplitPosition> PositionAsync(string name, CancellationToken cancellationToken)
    {
        using var file = LineFile.Open(Path.Combine(directory, name));
        var range = (await LineRangeFinder.FindAsync(file, options.Skip, splits: 1, cancellationToken).ConfigureAwait(false))[0];
        return new(name, range.ToFields(), MaxEventTimeMilliseconds: null, IsFinished: false);
    }
}

/// <summary>A split of which all events were read.</summary>
internal sealed class EndedSplit<T>(string description, ManifestFields position) : SplitReader<T>
{
    public override string Description => description;

    public override ManifestFields Position => position;

    public override ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(SplitRead.End);
    }

    public override long OriginOf(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, "The last read had no events.");

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
