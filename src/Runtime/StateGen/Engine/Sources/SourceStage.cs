using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Sources;

/// <summary>The source at the beginning of a pipeline, followed by the next stage.</summary>
internal sealed class SourceStage<T>(ISource<T> source, EventTimeExtraction<T> eventTime, Stage<T> next)
{
    public JobPlan Describe()
    {
        var plan = new JobPlan { DiscoverSplits = source.DiscoverSplitsAsync, Open = OpenAsync };
        next.Describe(plan);
        return plan;
    }

    // There are no more subtasks than unfinished splits: a subtask without a split would hold back the watermark until its end of input arrives.
    private async Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        var unfinished = attempt.Splits.Count(split => !split.IsFinished);
        var outputs = await next.OpenAsync(attempt, Math.Clamp(unfinished, 1, attempt.Parallelism), cancellationToken).ConfigureAwait(false);
        var splits = Deal(attempt.Splits, outputs.Length);
        for (var subtask = 0; subtask < outputs.Length; subtask++)
            attempt.AddSource(
                new SourceSubtask<T>(
                    source, eventTime, splits[subtask], outputs[subtask], attempt, attempt.Telemetry.OpenSubtask(Tags.Source, subtask)));
    }

    /// <summary>Distributes splits in turn, unfinished ones first, so that the work is evenly distributed even after a restore.</summary>
    private static List<SplitCursor<T>>[] Deal(IReadOnlyList<SplitPosition> splits, int subtasks)
    {
        var hands = Enumerable.Range(0, subtasks).Select(_ => new List<SplitCursor<T>>()).ToArray();
        var next = 0;
        foreach (var (index, split) in splits.Index().OrderBy(entry => entry.Item.IsFinished))
            hands[next++ % subtasks].Add(new(index, split));
        return hands;
    }
}

/// <summary>Extracts the event times of a source, and computes watermarks from them.</summary>
/// <param name="Timestamp">A function that returns the event time in milliseconds since the Unix epoch; null if the stream has no event time.</param>
/// <param name="MaxOutOfOrderness">The maximum time in milliseconds by which an event may be earlier than a preceding event of its split.</param>
internal sealed record EventTimeExtraction<T>(Func<T, long>? Timestamp, long MaxOutOfOrderness)
{
    public static EventTimeExtraction<T> None { get; } = new(null, 0);

    /// <exception cref="StateGenException">The event has no time; the message names its origin.</exception>
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
            // The function is user code and may throw any exception. The wrapping exception names the record.
            throw new StateGenException($"The record at {origin} has no event time: {exception.Message}", exception);
        }
    }

    /// <summary>Computes the watermark from the greatest event time so far.</summary>
    public long WatermarkAfter(long maxEventTime)
    {
        var distance = MaxOutOfOrderness + 1;
        return maxEventTime < EventTime.Minimum + distance ? EventTime.Minimum : maxEventTime - distance;
    }
}
