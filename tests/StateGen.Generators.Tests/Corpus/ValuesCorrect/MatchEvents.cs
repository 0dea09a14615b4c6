namespace Corpus.ValuesCorrect.MatchEvents;

public enum Side
{
    Home,
    Away,
}

public sealed record Goal(string Match, Side Side, string Scorer, int Minute);

public sealed record Scoreline(string Match, string[] Home, string[] Away, string? Decisive);

[Operator("valuescorrect.matchevents")]
public sealed partial class MatchEvents : KeyedOperator<string, Goal, Scoreline>
{
    [State, Ttl(Hours = 6)] private partial ListState<string> Home { get; }

    [State, Ttl(Hours = 6)] private partial ListState<string> Away { get; }

    [State] private partial string? Decisive { get; set; }

    protected override void OnEvent(Goal goal, OperatorContext<Scoreline> context)
    {
        var timers = context.Timers;
        var own = Of(goal.Side);
        if (own.IsEmpty && Decisive is null)
            timers.RegisterEventTime(context.Timestamp.AddHours(3));
        own.Add(goal.Scorer);

        var lead = Count(Home) - Count(Away);
        Decisive = lead == 0 ? null : goal.Scorer;
        Publish(context, late: goal.Minute > 85);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Scoreline> context)
    {
        Publish(context, late: false);
        ClearState();
    }

    private static int Count(IEnumerable<string> scorers) => scorers.Count();

    private ListState<string> Of(Side side) => side == Side.Home ? Home : Away;

    private IEnumerable<string> Sorted(Side side) => Of(side).OrderBy(static name => name, StringComparer.Ordinal);

    private void Publish(OperatorContext<Scoreline> context, bool late)
    {
        string[] home = late ? Sorted(Side.Home).ToArray() : [.. Home];
        context.Emit(new Scoreline(Key, home, Sorted(Side.Away).ToArray(), Decisive));
    }
}
