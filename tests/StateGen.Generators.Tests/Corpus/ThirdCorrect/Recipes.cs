using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Recipes;

public sealed record Rating(string Recipe, string User, int Stars, string? Comment);

public sealed record Score(string Recipe, double Mean, string[] Comments);

public sealed record Stats(int Count, int Sum)
{
    public static Stats Empty { get; } = new(0, 0);

    public Stats Add(int stars) => new(Count + 1, Sum + stars);
}

public interface IClock
{
    DateTimeOffset Now { get; }
}

public sealed class SystemClock : IClock
{
    public DateTimeOffset Now => DateTimeOffset.UtcNow;
}

/// <summary>In tests and in replays, the time of the last event.</summary>
public sealed class EventClock : IClock
{
    public DateTimeOffset Now { get; set; }
}

/// <summary>Methods called Add, Remove and Set that change nothing, because they make new values.</summary>
[Operator("recipes-scores")]
public sealed partial class Scores : KeyedOperator<string, Rating, Score>
{
    [State] private partial Stats? Stats { get; set; }
    [State, Ttl(Days = 60)] private partial MapState<string, int> ByUser { get; }
    [State, Ttl(Days = 60)] private partial ListState<string> Comments { get; }

    protected override void OnEvent(Rating rating, OperatorContext<Score> context)
    {
        var preview = (Stats ?? Recipes.Stats.Empty).Add(rating.Stars);
        if (preview.Count > 1 && ByUser.TryGetValue(rating.User, out var stars) && stars == rating.Stars)
            return;

        Stats = preview;
        ByUser[rating.User] = rating.Stars;
        if (rating.Comment is { Length: > 0 } comment)
            Comments.Add(comment);

        var mean = (double)preview.Sum / preview.Count;
        var comments = Comments.Reverse().Take(3).ToArray();
        context.Emit(new Score(Key, mean, comments));
    }
}

/// <summary>A generic operator whose values are only passed on.</summary>
[Operator("recipes-latest")]
public sealed partial class LatestOf<T> : KeyedOperator<string, T, T>
    where T : notnull
{
    private readonly IEqualityComparer<T> _comparer;

    public LatestOf(IEqualityComparer<T>? comparer = null) => _comparer = comparer ?? EqualityComparer<T>.Default;

    [State] private partial T? Last { get; set; }
    [State] private partial bool HasLast { get; set; }

    protected override void OnEvent(T value, OperatorContext<T> context)
    {
        if (HasLast && _comparer.Equals(Last, value))
            return;
        (HasLast, Last) = (true, value);
        context.Emit(value);
    }
}

/// <summary>The clock is an interface of which one class is deterministic; which one runs is for the job to decide.</summary>
[Operator("recipes-fresh")]
public sealed partial class Fresh(IClock clock) : KeyedOperator<string, Rating, Rating>
{
    [State] private partial DateTimeOffset? Since { get; set; }

    protected override void OnEvent(Rating rating, OperatorContext<Rating> context)
    {
        Since ??= context.Timestamp;
        if (clock.Now - Since < TimeSpan.FromDays(1))
            context.Emit(rating);
    }
}
