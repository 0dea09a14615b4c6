using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sources;

/// <summary>The source at the beginning of a pipeline, and the stage behind it.</summary>
internal sealed class SourceStage<T>(ISource<T> source, EventTimeExtraction<T> eventTime, Stage<T> next)
{
    public JobPlan Describe()
    {
        var plan = new JobPlan { DiscoverSplits = source.DiscoverSplitsAsync, Open = OpenAsync };
        next.Describe(plan);
        return plan;
    }

    // A subtask without a split to read would hold the watermarks of all others back until its end of input had arrived.
    private async Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        var unfinished = attempt.Splits.Count(split => !split.IsFinished);
        var outputs = await next.OpenAsync(attempt, Math.Clamp(unfinished, 1, attempt.Parallelism), cancellationToken).ConfigureAwait(false);
        var splits = Deal(attempt.Splits, outputs.Length);
        for (var subtask = 0; subtask < outputs.Length; subtask++)
            attempt.AddSource(new SourceSubtask<T>(source, eventTime, splits[subtask], outputs[subtask], attempt));
    }

    /// <summary>Deals splits out in turn, first those that are still to be read, so that the work is even after a restore too.</summary>
    private static List<SplitCursor<T>>[] Deal(IReadOnlyList<SplitPosition> splits, int subtasks)
    {
        var hands = Enumerable.Range(0, subtasks).Select(_ => new List<SplitCursor<T>>()).ToArray();
        var next = 0;
        foreach (var (index, split) in splits.Index().OrderBy(entry => entry.Item.IsFinished))
            hands[next++ % subtasks].Add(new(index, split));
        return hands;
    }
}

/// <summary>How a source's events get their time, and how far out of order they may come.</summary>
/// <param name="Timestamp">The event time in milliseconds since the Unix epoch; null when the stream has none.</param>
/// <param name="MaxOutOfOrderness">How many milliseconds an event may be earlier than one that came before it.</param>
internal sealed record EventTimeExtraction<T>(Func<T, long>? Timestamp, long MaxOutOfOrderness)
{
    public static EventTimeExtraction<T> None { get; } = new(null, 0);

    /// <exception cref="StateGenException">The event has no time; the message says where it came from.</exception>
    public long TimestampOf(T value, in RecordOrigin origin)
    {
        if (Timestamp is null)
            return EventTime.Minimum;
        try
        {
            return Timestamp(value);
        }
        catch (Exception exception)
        {
            // Whatever the user's function throws, the error names the record.
            throw new StateGenException($"The record at {origin} has no event time: {exception.Message}", exception);
        }
    }

    /// <summary>The watermark when <paramref name="maxEventTime"/> is the greatest event time so far.</summary>
    public long WatermarkAfter(long maxEventTime)
    {
        var distance = MaxOutOfOrderness + 1;
        return maxEventTime < EventTime.Minimum + distance ? EventTime.Minimum : maxEventTime - distance;
    }
}
