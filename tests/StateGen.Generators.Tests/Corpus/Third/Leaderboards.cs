using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Games;

public sealed record MatchResult(string Player, string Game, int Points, bool Won);

public sealed class Standing
{
    public string Player { get; set; } = "";

    public int Points { get; set; }

    public List<int> History { get; set; } = [];
}

public sealed record Table(string League, IReadOnlyList<Standing> Standings);

public interface IScoring
{
    int Weigh(int points);
}

/// <summary>Remembers its last bonus; the operator makes it itself.</summary>
public sealed class StreakScoring : IScoring
{
    public int Streak { get; private set; }

    public int Weigh(int points)
    {
        Streak = points > 0 ? Streak + 1 : 0;
        return points * Streak;
    }
}

[Operator("games-table")]
public sealed partial class LeagueTable : KeyedOperator<string, MatchResult, Table>
{
    private readonly StreakScoring _scoring = new(); // expect: SG2001

    [State(Copy = true)] private partial List<Standing>? Standings { get; set; }
    [State(Copy = true), Ttl(Days = 100)] private partial MapState<string, Standing> ByPlayer { get; }

    protected override void OnEvent(MatchResult match, OperatorContext<Table> context)
    {
        var standings = Standings ?? [];
        var points = _scoring.Weigh(match.Points);
        var own = standings.Find(standing => standing.Player == match.Player);
        if (own is null)
        {
            standings.Add(own = new Standing { Player = match.Player });
            Standings = standings;
        }

        own.Points += points; // expect: SG2007

        if (ByPlayer.TryGetValue(match.Player, out var entry) && entry.History is { Count: < 10 } history)
            history.Add(points); // expect: SG2007
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Table> context)
    {
        if (Standings is null)
            return;

        Standings.ForEach(static standing => standing.Points /= 2); // expect: SG2007

        foreach (ref var standing in Standings.ToArray().AsSpan())
            standing = new Standing { Player = standing.Player };

        // Right: every change is stored, whichever way the loop ends.
        var standings = Standings;
        for (var i = 0; i < standings.Count; i++)
        {
            if (standings[i].Points < 0)
                standings[i].Points = 0;
        }

        Standings = standings;
        var top = standings
            .OrderByDescending(standing => standing.Points)
            .Take(3)
            .Select(standing => new Standing { Player = standing.Player, Points = standing.Points })
            .ToList();
        context.Emit(new Table(Key, top)); // expect: SG2014
        foreach (var standing in top)
            standing.History.Clear();
    }
}

[Operator("games-sessions")]
public sealed partial class Sessions : KeyedOperator<string, MatchResult, Table>
{
    private Standing? _current; // expect: SG2001
    private readonly HashSet<string> _games = []; // expect: SG2001

    [State(Copy = true)] private partial Dictionary<string, int>? Wins { get; set; }

    protected override void OnEvent(MatchResult match, OperatorContext<Table> context)
    {
        if (_current?.Player != match.Player)
            _current = new Standing { Player = match.Player };

        if (!_games.Add(match.Game))
            return;

        var wins = Wins ?? new Dictionary<string, int>(StringComparer.Ordinal);
        if (match.Won)
            wins[match.Game] = wins.GetValueOrDefault(match.Game) + 1; // expect: SG2007

        var standings = new List<Standing> { new() { Player = match.Player } };
        var table = new Table(Key, standings);
        context.Emit(table); // expect: SG2014
        standings[0].Points = match.Points;
    }
}
