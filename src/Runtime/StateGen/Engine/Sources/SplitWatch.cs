using StateGen.Checkpoints;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sources;

/// <summary>Watches the splits of a source for one attempt, and passes each change on to the subtask that has the split or gets it.</summary>
/// <param name="source">The source.</param>
/// <param name="attempt">The attempt.</param>
/// <param name="splits">The splits of the source at the start of the attempt.</param>
/// <param name="subtasks">The subtasks, each with the splits that it has at the start.</param>
internal sealed class SplitWatch<T>(
    IDynamicSource<T> source,
    JobAttempt attempt,
    IReadOnlyList<SplitPosition> splits,
    IReadOnlyList<(SourceSubtask<T> Subtask, List<SplitCursor<T>> Splits)> subtasks) : ISplitWatch
{
    private readonly Dictionary<string, KnownSplit> _known = subtasks
        .SelectMany(static entry => entry.Splits.Select(split => new KnownSplit(entry.Subtask, split) { IsRevoked = split.IsRevoked }))
        .ToDictionary(static known => known.Split.Id, StringComparer.Ordinal);

    private IAsyncEnumerator<SplitChange>? _changes;
    private Task<bool> _next = Task.FromResult(false);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _changes = source.WatchSplitsAsync(splits, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(cancellationToken).ConfigureAwait(false))
            Pass(_changes.Current);
        // A watcher may end instead of throwing when it is canceled.
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (subtask, _) in subtasks)
            subtask.EndChanges();
    }

    public async ValueTask DisposeAsync()
    {
        if (_changes is not null)
            await attempt.Grace.CloseAsync($"the watching of the splits of '{source.Description}'", _next, _changes.DisposeAsync).ConfigureAwait(false);
    }

    // The end of the attempt does not wait for a watcher that ignores its token.
    private Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        _next = _changes!.MoveNextAsync().AsTask();
        return _next.WaitAsync(cancellationToken);
    }

    private void Pass(SplitChange change)
    {
        var known = _known.GetValueOrDefault(change.SplitId);
        if (known is null && change.Kind == SplitChangeKind.Add)
            AddNew(change.Position!);
        else if (known is null)
            throw Refusal(change, "the job does not have");
        else if (change.Kind == SplitChangeKind.Revoke)
            Revoke(known);
        else if (known.IsRevoked)
            Restart(known, change.Position);
        else
            throw Refusal(change, "the job has already and was not revoked");
    }

    private void AddNew(SplitPosition position)
    {
        var (subtask, _) = subtasks.MinBy(static entry => entry.Subtask.Load);
        var split = new SplitCursor<T>(_known.Count, position with { IsFinished = false, IsRevoked = false });
        _known.Add(position.Id, new(subtask, split));
        subtask.Add(split);
    }

    private static void Revoke(KnownSplit known)
    {
        known.IsRevoked = true;
        known.Subtask.Revoke(known.Split);
    }

    private static void Restart(KnownSplit known, SplitPosition? position)
    {
        known.IsRevoked = false;
        known.Subtask.Restart(known.Split, position);
    }

    private StateGenException Refusal(SplitChange change, string reason) => new(
        $"The source '{source.Description}' reported the change '{change.Kind}' of split '{change.SplitId}', which {reason}. "
        + $"Compare the changes with the splits that {nameof(IDynamicSource<>.WatchSplitsAsync)} received.");

    /// <summary>A split with its subtask. Whether it was revoked is known here before the subtask has done so.</summary>
    private sealed record KnownSplit(SourceSubtask<T> Subtask, SplitCursor<T> Split)
    {
        public bool IsRevoked { get; set; }
    }
}

/// <summary>A watch over the splits of a source, during one attempt.</summary>
internal interface ISplitWatch : IAsyncDisposable
{
    /// <summary>Passes changes of the splits on until the source reports no more.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
