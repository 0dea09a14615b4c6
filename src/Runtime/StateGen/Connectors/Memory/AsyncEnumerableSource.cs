using StateGen.Checkpoints;

namespace StateGen.Connectors.Memory;

/// <summary>A source that reads an asynchronous enumerable.</summary>
/// <param name="enumerate">A function of the user that begins an enumeration at a position.</param>
/// <param name="skips">Whether the enumeration always begins at the first event, so that the events before the position are to be skipped.</param>
internal sealed class AsyncEnumerableSource<T>(Func<long, CancellationToken, IAsyncEnumerable<T>> enumerate, bool skips) : ISource<T>
{
    public string Description => $"enumerable of {typeof(T).Name}";

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) => Task.FromResult(CountedSplit.First);

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        return Task.FromResult<SplitReader<T>>(new AsyncEnumerableReader<T>(Description, enumerate, CountedSplit.FromFields(position.Fields), skips));
    }
}

/// <summary>
/// Reads an enumeration, which the first read begins. A read returns the events that are there, and waits only if there are none. A canceled read leaves the
/// step of the enumeration that it waited for to the next one.
/// </summary>
internal sealed class AsyncEnumerableReader<T>(
    string description, Func<long, CancellationToken, IAsyncEnumerable<T>> enumerate, long start, bool skips) : SplitReader<T>
{
    private readonly CancellationTokenSource _disposal = new();
    private IAsyncEnumerator<T>? _events;
    private Task<bool>? _step;
    private readonly long _start = start;
    private long _toSkip = skips ? start : 0;
    private long _firstOfRead = start;
    private long _next = start;

    public override string Description => description;

    public override ManifestFields Position => CountedSplit.ToFields(_next);

    public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
    {
        _events ??= enumerate(_start, _disposal.Token).GetAsyncEnumerator(_disposal.Token);
        await SkipAsync(cancellationToken).ConfigureAwait(false);
        var count = 0;
        while (count < events.Length && (count == 0 || BeginStep().IsCompleted) && await TryTakeAsync(cancellationToken).ConfigureAwait(false))
            events.Span[count++] = _events.Current;
        _firstOfRead = _next;
        _next += count;
        return count == 0 ? SplitRead.End : SplitRead.Events(count);
    }

    public override long OriginOf(int index) => _firstOfRead + index;

    public override async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync().ConfigureAwait(false);
        // An enumerator must not be disposed during a step. One that ignores its token must not hold up the end of the job.
        if (_step is { IsCompleted: false })
            _ = CloseLaterAsync();
        else
            await CloseAsync().ConfigureAwait(false);
    }

    private Task<bool> BeginStep() => _step ??= _events!.MoveNextAsync().AsTask();

    // The step at the end stays, so that the enumeration is not continued after it.
    private async ValueTask<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!await BeginStep().WaitAsync(cancellationToken).ConfigureAwait(false))
            return false;
        _step = null;
        return true;
    }

    private async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        for (; _toSkip > 0; _toSkip--)
        {
            if (!await TryTakeAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new SourceUnavailableException(
                    $"The {description} ended after {_start - _toSkip} events, but the job has read {_start} before. Give the job an enumerable that gives "
                    + "the same events each time, or start the job again with an empty state directory.");
            }
        }
    }

    private async ValueTask CloseAsync()
    {
        // Marks a failure as seen. The read that began the step has thrown it, or the step was canceled by the disposal.
        _ = _step?.Exception;
        if (_events is not null)
            await _events.DisposeAsync().ConfigureAwait(false);
        _disposal.Dispose();
    }

    // Nobody awaits this task, because the attempt has ended. A failure of the enumeration that was left behind concerns no one.
    private async Task CloseLaterAsync()
    {
        await ((Task)_step!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync().ConfigureAwait(false);
    }
}
