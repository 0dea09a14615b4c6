using StateGen.Checkpoints;
using StateGen.Engine.Graph;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Sources;

/// <summary>A source at the beginning of a pipeline.</summary>
internal sealed class SourceStage<T>(ISource<T> source, EventTimeExtraction<T> eventTime, string? name, int sourceIndex) : IGraphStage, IGraphRoot
{
    private SplitCursor<T>[] _splits = [];
    private int _subtasks;

    public GraphOutput<T> Output { get; } = new() { Origin = new(() => $"source '{name ?? JobSource.DefaultId}'") };

    public void Describe(JobPlan plan) => plan.AddSource(name, source.Description, source.DiscoverSplitsAsync);

    public void AnnounceSubtasks(JobAttempt attempt)
    {
        _splits = [.. attempt.SplitsOf(sourceIndex).Select((split, index) => new SplitCursor<T>(index, PositionOf(split)))];
        _subtasks = CountSubtasks(_splits, attempt.Parallelism);
        Output.AddSenders(_subtasks);
    }

    public async Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        var changing = source as IDynamicSource<T>;
        var failed = await attempt.OpenFailedRecordsAsync(_subtasks, cancellationToken).ConfigureAwait(false);
        var outputs = await Output.OpenAsync(attempt, failed, cancellationToken).ConfigureAwait(false);
        var hands = Deal(_splits, outputs.Length);
        var subtasks = new SourceSubtask<T>[outputs.Length];
        for (var index = 0; index < subtasks.Length; index++)
        {
            var place = new SourcePlace(sourceIndex, name ?? JobSource.DefaultId, index);
            var telemetry = attempt.Telemetry.OpenSubtask(place.Name, index);
            subtasks[index] = new(place, source, eventTime, hands[index], mayChange: changing is not null, outputs[index], failed[index], attempt, telemetry);
            attempt.AddSource(subtasks[index]);
        }

        if (changing is not null)
            attempt.AddWatch(new SplitWatch<T>(changing, attempt, attempt.SplitsOf(sourceIndex), [.. subtasks.Zip(hands)]));
    }

    public void Explain(GraphText text) => text.Add($"source '{name ?? JobSource.DefaultId}' ({source.Description})", Output.Explain);

    // A source whose splits do not change cannot get back what was revoked, so it reads all splits.
    private SplitPosition PositionOf(SplitPosition split) => source is IDynamicSource<T> ? split : split with { IsRevoked = false };

    // There are no more subtasks than splits to read, unless there may be more splits later.
    private int CountSubtasks(IReadOnlyList<SplitCursor<T>> splits, int parallelism) =>
        source is IDynamicSource<T> ? parallelism : Math.Clamp(splits.Count(static split => split.IsActive), 1, parallelism);

    /// <summary>Distributes splits in turn, active ones first, so that the work is evenly distributed even after a restore.</summary>
    private static List<SplitCursor<T>>[] Deal(IReadOnlyList<SplitCursor<T>> splits, int subtasks)
    {
        var hands = Enumerable.Range(0, subtasks).Select(_ => new List<SplitCursor<T>>()).ToArray();
        var next = 0;
        foreach (var split in splits.OrderByDescending(static split => split.IsActive))
            hands[next++ % subtasks].Add(split);
        return hands;
    }
}

/// <summary>The place of a subtask of a source.</summary>
/// <param name="Source">The index of the source in the pipeline.</param>
/// <param name="Name">The name of the source.</param>
/// <param name="Subtask">The index of the subtask.</param>
internal readonly record struct SourcePlace(int Source, string Name, int Subtask);
