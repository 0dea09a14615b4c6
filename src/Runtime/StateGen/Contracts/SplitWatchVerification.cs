using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>Verifies the rules about the splits that a source adds while a job runs.</summary>
internal sealed class SplitWatchVerification<T>(
    IDynamicSource<T> source, SourceSettings<T> settings, SplitTrace<T> trace, CancellationToken cancellationToken)
{
    private Task<bool> _step = Task.FromResult(false);

    /// <returns>The splits that the source adds to those that it discovers.</returns>
    public async Task<IReadOnlyList<SplitPosition>> RunAsync(IReadOnlyList<SplitPosition> discovered)
    {
        var added = await WatchAsync(discovered, settings.AddedSplits).ConfigureAwait(false);
        SplitPosition[] all = [.. discovered, .. added];
        // As after a restore of a checkpoint that knows some of the splits.
        SplitPosition[] known = [.. all.Take(all.Length / 2)];
        var rest = await WatchAsync(known, all.Length - known.Length).ConfigureAwait(false);
        if (!Ids(rest).SetEquals(Ids(all.Skip(known.Length))))
            throw SplitTrace<T>.Violation(source, SourceRules.AddedSplits, "a watch that knew some of the splits did not add exactly the others.");
        return added;
    }

    private async Task<IReadOnlyList<SplitPosition>> WatchAsync(IReadOnlyList<SplitPosition> known, int count)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changes = source.WatchSplitsAsync(known, stop.Token).GetAsyncEnumerator(stop.Token);
        try
        {
            var added = new List<SplitPosition>();
            while (added.Count < count)
                added.Add(await TakeAsync(changes, known, added).ConfigureAwait(false));
            await StopAsync(changes, stop).ConfigureAwait(false);
            return added;
        }
        finally
        {
            // An enumerator must not be disposed during a step; one that hangs is reported instead.
            if (_step.IsCompleted)
                await changes.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<SplitPosition> TakeAsync(
        IAsyncEnumerator<SplitChange> changes, IReadOnlyList<SplitPosition> known, List<SplitPosition> added)
    {
        _step = changes.MoveNextAsync().AsTask();
        if (!await trace.InTimeAsync(source, SourceRules.AddedSplits, "the next change of the splits", _step).ConfigureAwait(false))
            throw SplitTrace<T>.Violation(source, SourceRules.AddedSplits, $"the watch ended after {added.Count} splits.");
        var change = changes.Current;
        if (change.Kind != SplitChangeKind.Add || Ids([.. known, .. added]).Contains(change.SplitId))
            throw SplitTrace<T>.Violation(source, SourceRules.AddedSplits, $"the change '{change.Kind}' of split '{change.SplitId}' does not add a new split.");
        return change.Position!;
    }

    private async Task StopAsync(IAsyncEnumerator<SplitChange> changes, CancellationTokenSource stop)
    {
        _step = changes.MoveNextAsync().AsTask();
        await stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await trace.InTimeAsync(source, SourceRules.CanceledWatch, "a canceled watch", _step).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A watch may end like this.
        }
    }

    private static HashSet<string> Ids(IEnumerable<SplitPosition> splits) => splits.Select(static split => split.Id).ToHashSet(StringComparer.Ordinal);
}
