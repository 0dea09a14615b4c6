using System.Collections.Immutable;

namespace Corpus.ValuesCorrect.OrderTimeline;

public sealed record Step(string Order, string Stage, int Minutes);

public sealed record Timeline(string Order, IEnumerable<Step> Steps, IReadOnlyDictionary<string, int> Minutes)
{
    public int Total { get; init; }
}

/// <summary>Publishes the steps of an order whenever it reaches the door.</summary>
[Operator("valuescorrect.ordertimeline")]
public sealed partial class OrderTimeline : KeyedOperator<string, Step, Timeline>
{
    private IReadOnlyList<string> _stages = ["picked", "packed", "shipped", "delivered"];

    public OrderTimeline(bool returns)
    {
        if (returns)
            _stages = [.. _stages, "returned"];
    }

    [State, Ttl(Days = 30)] private partial ListState<Step> Steps { get; }

    [State, Ttl(Days = 30)] private partial MapState<string, int> Minutes { get; }

    public int TotalMinutes => Minutes.Values.Sum();

    protected override void OnEvent(Step step, OperatorContext<Timeline> context)
    {
        if (!_stages.Contains(step.Stage))
            return;
        Steps.Add(step);
        var minutes = Minutes;
        minutes[step.Stage] = minutes.GetValueOrDefault(step.Stage) + step.Minutes;

        var timeline = new Timeline(Key, Steps.ToList(), minutes.ToDictionary(entry => entry.Key, entry => entry.Value));
        switch (step.Stage)
        {
            case "shipped":
                context.Emit(timeline with { Total = TotalMinutes });
                break;
            case "delivered":
                var slow = Slow(Steps).ToImmutableArray();
                context.Emit(timeline with { Steps = slow, Total = slow.Sum(item => item.Minutes) });
                break;
            case "returned":
                var source = step.Minutes > 60 ? Steps : Slow(Steps);
                context.Emit(new Timeline(Key, [.. source], ImmutableDictionary<string, int>.Empty) { Total = Longest(minutes) });
                break;
        }
    }

    private static IEnumerable<Step> Slow(IEnumerable<Step> steps) => steps.Where(step => step.Minutes > 30);

    private static int Longest(MapState<string, int> minutes)
    {
        var longest = 0;
        foreach (var (_, value) in minutes)
            longest = Math.Max(longest, value);
        return longest;
    }
}
