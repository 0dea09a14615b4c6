namespace Corpus.Public.Leaderboard;

public sealed record Score(string Player, int Points, DateTimeOffset At);

[Operator("public.leaderboard")]
public sealed partial class Leaderboard : KeyedOperator<int, Score, List<string>>
{
    private readonly List<string> _lines = new();

    [State(Copy = true)] private partial Dictionary<string, int>? Totals { get; set; }

    [State(Copy = true)] private partial List<string>? Names { get; set; }

    [State(Copy = true)] private partial MapState<string, int[]> Rounds { get; }

    [State] private partial int Round { get; set; }

    [State] private partial DateTimeOffset? Latest { get; set; }

    protected override void OnEvent(Score score, OperatorContext<List<string>> context)
    {
        Latest = Latest is null || score.At > Latest ? score.At : Latest;
        context.Timers.RegisterEventTime(score.At); // expect: SG2013

        var names = Names ?? new List<string>();
        context.Emit(names); // expect: SG2014
        if (!names.Contains(score.Player))
            names.Add(score.Player);
        Names = names;

        (Totals ??= new()).TryAdd(score.Player, 0); // expect: SG2007
        Totals[score.Player] += score.Points; // expect: SG2007

        var rounds = Rounds.GetValueOrDefault(score.Player) ?? new int[10];
        (rounds[0], rounds[Round % 10]) = (Math.Max(rounds[0], score.Points), score.Points); // expect: SG2007
        if (score.Points < 0)
            Rounds.Remove(score.Player);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<List<string>> context)
    {
        Round++;
        PublishTop(context);
        PublishPages(context);

        // Nobody looks at the rounds of players who have left.
        var rounds = Rounds;
        foreach (var (player, points) in rounds) // expect: SG2009
        {
            if (points.Sum() == 0)
                Drop(player);
        }
    }

    private void PublishTop(OperatorContext<List<string>> context)
    {
        _lines.Clear();
        foreach (var (player, total) in (Totals ?? []).OrderByDescending(entry => entry.Value).Take(3))
            _lines.Add($"{player}: {total}");
        context.Emit(_lines); // expect: SG2014
    }

    private void PublishPages(OperatorContext<List<string>> context)
    {
        var page = new List<string>(20);
        foreach (var name in Names ?? [])
        {
            page.Add(name);
            if (page.Count < 20)
                continue;
            context.Emit(page); // expect: SG2014
            page.Clear();
        }
    }

    private void Drop(string player) => Rounds.Remove(player);
}
