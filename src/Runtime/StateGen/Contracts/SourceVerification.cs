using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>Verifies the rules of <see cref="SourceRules"/> one after the other.</summary>
internal sealed class SourceVerification<T>(
    Func<ISource<T>> create, SourceSettings<T> settings, Func<TimeSpan, CancellationToken, Task> wait, CancellationToken cancellationToken)
{
    private const int MostResumes = 12;
    private static readonly int[] BufferSizes = [1, 3, 1024];

    private readonly SplitTrace<T> _trace = new(settings, wait, cancellationToken);
    private readonly ISource<T> _source = create();

    public async Task RunAsync()
    {
        if (string.IsNullOrWhiteSpace(_source.Description))
            throw Violation(SourceRules.Description, "the source has no description.");
        var splits = await FindSplitsAsync().ConfigureAwait(false);
        foreach (var split in splits)
            await VerifySplitAsync(split).ConfigureAwait(false);
        if (settings.IsReplayable)
            await VerifyReadersTogetherAsync(splits).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<SplitPosition>> FindSplitsAsync()
    {
        var splits = await DiscoverAsync(_source).ConfigureAwait(false);
        RequireFresh(splits);
        if (settings.IsReplayable && !(await DiscoverAsync(create()).ConfigureAwait(false)).SequenceEqual(splits))
            throw Violation(SourceRules.Discovery, "a second discovery found other splits, or the same in another order or at other positions.");
        if (_source is IDynamicSource<T> changing)
            splits = [.. splits, .. await new SplitWatchVerification<T>(changing, settings, _trace, cancellationToken).RunAsync(splits).ConfigureAwait(false)];
        RequireFresh(splits);
        return splits;
    }

    private Task<IReadOnlyList<SplitPosition>> DiscoverAsync(ISource<T> source) =>
        _trace.InTimeAsync(source, SourceRules.Discovery, "the discovery of splits", source.DiscoverSplitsAsync(cancellationToken));

    private void RequireFresh(IReadOnlyList<SplitPosition> splits)
    {
        if (splits.FirstOrDefault(static split => string.IsNullOrEmpty(split.Id) || split.IsFinished || split.IsRevoked) is { } split)
            throw Violation(SourceRules.SplitIds, $"split '{split.Id}' has no id, or is finished or revoked at a fresh start.");
        if (splits.GroupBy(static split => split.Id, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw Violation(SourceRules.SplitIds, $"{twice.Count()} splits have the id '{twice.Key}'.");
    }

    private async Task VerifySplitAsync(SplitPosition split)
    {
        if (!settings.IsReplayable)
        {
            await VerifyCanceledReadAsync(split).ConfigureAwait(false);
            await _trace.ReadAllAsync(_source, split, room: 3, settings.MostEvents).ConfigureAwait(false);
            return;
        }

        var events = await _trace.ReadAllAsync(_source, split, room: 7, settings.MostEvents).ConfigureAwait(false);
        foreach (var room in BufferSizes)
        {
            var again = await _trace.ReadAllAsync(_source, split, room, settings.MostEvents).ConfigureAwait(false);
            RequireEqual(events, again, SourceRules.BufferSize, split, $"with room for {room} events");
        }

        await VerifyPositionsAsync(split, events).ConfigureAwait(false);
        await VerifyCanceledReadAsync(split).ConfigureAwait(false);
        await VerifyForeignPositionAsync(split).ConfigureAwait(false);
    }

    private async Task VerifyPositionsAsync(SplitPosition split, IReadOnlyList<T> events)
    {
        var reader = await _source.OpenAsync(split, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (string.IsNullOrWhiteSpace(reader.Description))
                throw Violation(SourceRules.Description, $"the reader of split '{split.Id}' has no description.");
            var every = Math.Max(1, events.Count / MostResumes);
            for (var read = 0; ; read++)
            {
                if (read % every == 0 || read == events.Count)
                    await VerifyResumeAsync(split with { Fields = reader.Position }, events, read).ConfigureAwait(false);
                if (read == events.Count)
                    return;
                await _trace.ReadAsync(_source, reader, room: 1).ConfigureAwait(false);
            }
        }
    }

    private async Task VerifyResumeAsync(SplitPosition position, IReadOnlyList<T> events, int read)
    {
        var rest = await _trace.ReadAllAsync(create(), position, room: 5, events.Count - read).ConfigureAwait(false);
        RequireEqual([.. events.Skip(read)], rest, SourceRules.Resume, position, $"from the position after {read} events");
    }

    private async Task VerifyCanceledReadAsync(SplitPosition split)
    {
        var reader = await _source.OpenAsync(split, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var before = reader.Position;
            try
            {
                await reader.ReadAsync(new T[1], new CancellationToken(canceled: true)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The rule allows the exception, if nothing was read.
                if (!reader.Position.Equals(before))
                    throw Violation(SourceRules.CanceledRead, $"a canceled read of split '{split.Id}' has moved the position.");
            }
            catch (Exception exception)
            {
                // Any other exception is a violation, which the new one describes.
                throw Violation(SourceRules.CanceledRead, $"a canceled read of split '{split.Id}' threw {exception.GetType().Name}.", exception);
            }
        }
    }

    private async Task VerifyForeignPositionAsync(SplitPosition split)
    {
        var foreign = split with { Fields = ManifestFields.Empty.With("contract", "another source") };
        try
        {
            await _trace.ReadAllAsync(_source, foreign, room: 1, most: 1).ConfigureAwait(false);
        }
        catch (StateGenException exception) when (exception is not ContractViolationException)
        {
            // The rule asks for it.
            return;
        }
        catch (Exception exception) when (exception is not (ContractViolationException or OperationCanceledException))
        {
            // Any other exception is a violation, which the new one describes.
            throw Violation(SourceRules.ForeignPosition, $"a position of another source in split '{split.Id}' caused {exception.GetType().Name}.", exception);
        }

        throw Violation(SourceRules.ForeignPosition, $"a position of another source was accepted in split '{split.Id}'.");
    }

    // Two readers of each split, one of them ahead of the other, take turns.
    private async Task VerifyReadersTogetherAsync(IReadOnlyList<SplitPosition> splits)
    {
        var readers = new List<(SplitPosition Split, SplitReader<T> Reader, List<T> Events)>();
        try
        {
            foreach (var split in splits.Concat(splits))
                readers.Add((split, await _source.OpenAsync(split, cancellationToken).ConfigureAwait(false), []));
            for (var round = 0; round < MostResumes; round++)
            {
                foreach (var (number, (_, reader, events)) in readers.Index())
                    events.AddRange(await _trace.ReadAsync(_source, reader, room: 1 + (number / splits.Count)).ConfigureAwait(false));
            }

            foreach (var (split, _, events) in readers)
            {
                var alone = await _trace.ReadAllAsync(_source, split, room: 7, events.Count).ConfigureAwait(false);
                RequireEqual(alone, events, SourceRules.IndependentReaders, split, "while other readers were open");
            }
        }
        finally
        {
            foreach (var (_, reader, _) in readers)
                await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void RequireEqual(IReadOnlyList<T> expected, IReadOnlyList<T> read, string rule, SplitPosition split, string where)
    {
        var common = Math.Min(expected.Count, read.Count);
        for (var index = 0; index < common; index++)
        {
            if (!settings.Comparer.Equals(expected[index], read[index]))
                throw Violation(rule, $"split '{split.Id}' {where} gave '{read[index]}' instead of '{expected[index]}' as event {index}.");
        }

        if (expected.Count != read.Count)
            throw Violation(rule, $"split '{split.Id}' {where} gave {read.Count} events instead of {expected.Count}.");
    }

    private ContractViolationException Violation(string rule, string found, Exception? innerException = null) =>
        SplitTrace<T>.Violation(_source, rule, found, innerException);
}
