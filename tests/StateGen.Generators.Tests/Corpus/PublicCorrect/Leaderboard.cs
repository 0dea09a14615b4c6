namespace Corpus.PublicCorrect.Leaderboard;

public sealed record Score(string Player, int Points, DateTimeOffset At);

[Operator("publiccorrect.leaderboard")]
public sealed partial class Leaderboard : KeyedOperator<int, Score, List<string>>
{
    private static readonly List<string> Header = ["rank, player, points"];

    private readonly List<string> _lines = new();

    [State(Copy = true)] private partial Dictionary<string, int>? Totals { get; set; }

    [State(Copy = true)] private partial List<string>? Names { get; set; }

    [State(Copy = true)] private partial MapState<string, int[]> Rounds { get; }

    [State] private partial int Round { get; set; }

    [State] private partial DateTimeOffset? Latest { get; set; }

    protected override void OnEvent(Score score, OperatorContext<List<string>> context)
    {
        if (Latest is null || score.At > Latest)
        {
            Latest = score.At;
            var minute = new DateTimeOffset(score.At.Year, score.At.Month, score.At.Day, score.At.Hour, score.At.Minute, 0, score.At.Offset);
            context.Timers.RegisterEventTime(minute.AddMinutes(1));
        }

        var names = Names ?? new List<string>();
        context.Emit(names.ToList());
        if (!names.Contains(score.Player))
        {
            names.Add(score.Player);
            Names = names;
        }

        Totals = new(Totals ?? []) { [score.Player] = (Totals?.GetValueOrDefault(score.Player) ?? 0) + score.Points };

        if (score.Points < 0)
        {
            Rounds.Remove(score.Player);
            return;
        }

        var rounds = Rounds.GetValueOrDefault(score.Player) ?? new int[10];
        (rounds[0], rounds[Round % 10]) = (Math.Max(rounds[0], score.Points), score.Points);
        Rounds[score.Player] = rounds;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<List<string>> context)
    {
        Round++;
        PublishTop(context);
        PublishPages(context);

        foreach (var player in Rounds.Where(entry => entry.Value.Sum() == 0).Select(entry => entry.Key).ToHashSet())
            Drop(player);
    }

    private void PublishTop(OperatorContext<List<string>> context)
    {
        _lines.Clear();
        _lines.AddRange(Header);
        foreach (var (player, total) in (Totals ?? []).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Take(3))
            _lines.Add($"{player}: {total}");
        context.Emit([.. _lines]);
    }

    private void PublishPages(OperatorContext<List<string>> context)
    {
        var page = new List<string>(20);
        foreach (var name in Names ?? [])
        {
            page.Add(name);
            if (page.Count < 20)
                continue;
            context.Emit(page);
            page = new List<string>(20);
        }

        if (page.Count > 0)
            context.Emit(page);
    }

    private void Drop(string player) => Rounds.Remove(player);
}
