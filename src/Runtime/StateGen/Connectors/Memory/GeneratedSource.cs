using StateGen.Checkpoints;

namespace StateGen.Connectors.Memory;

/// <summary>A source of generated events. A position contains the number of splits that it belongs to, so that the number can change.</summary>
internal sealed class GeneratedSource<T>(Func<long, T> create, long? count, double? ratePerSecond, int splits, TimeProvider time) : ISource<T>
{
    public string Description => $"generated {typeof(T).Name}";

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(IndexedSplit.Deal(splits, static fields => fields));

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        var split = IndexedSplit.FromFields(position.Fields);
        var pace = ratePerSecond is { } rate ? new Pace(split, rate, time) : null;
        return Task.FromResult<SplitReader<T>>(new IndexedReader<T>(
            $"{Description}, split {position.Id}", split, count ?? long.MaxValue, create, pace, static fields => fields));
    }
}

/// <summary>
/// The times at which the events of a split are due. With <c>n</c> splits and <c>r</c> events per second over all of them, event <c>j</c> of a reader of split
/// <c>s</c> is due <c>(s + j × n) / r</c> seconds after the reader was opened. The splits thus take turns.
/// </summary>
internal sealed class Pace(IndexedSplit split, double ratePerSecond, TimeProvider time)
{
    // Shorter waits would cost more than they are worth, and are not exact anyway. The longest is that of a timer, with room.
    private const double ShortestWaitSeconds = 0.001;
    private const double LongestWaitSeconds = 24 * 60 * 60;

    private readonly long _start = time.GetTimestamp();
    private readonly long _turn = split.Next % split.Step;
    private long _delivered;

    private double ElapsedSeconds => time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Counts the events that are due and were not delivered.</summary>
    public long CountDue()
    {
        var due = (ElapsedSeconds * ratePerSecond) - _turn;
        return due < 0 ? 0 : Math.Max(0, (long)(due / split.Step) + 1 - _delivered);
    }

    public void Deliver(long count) => _delivered += count;

    /// <summary>Gets the time until the next event is due, rounded up.</summary>
    public TimeSpan TimeToNext()
    {
        var due = (_turn + ((double)_delivered * split.Step)) / ratePerSecond;
        var seconds = Math.Clamp(due - ElapsedSeconds, ShortestWaitSeconds, LongestWaitSeconds);
        return TimeSpan.FromTicks((long)Math.Ceiling(seconds * TimeSpan.TicksPerSecond));
    }
}
