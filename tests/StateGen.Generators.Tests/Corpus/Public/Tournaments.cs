using System.Collections.Immutable;

namespace Corpus.Public.Tournaments;

public enum Stage { SignUp, Groups, Knockout, Finished }

public abstract record TournamentEvent(string Player)
{
    public sealed record SignUp(string Player, string Country) : TournamentEvent(Player);

    public sealed record Result(string Player, string Opponent, int Games, int Lost) : TournamentEvent(Player);

    public sealed record Withdraw(string Player) : TournamentEvent(Player);

    public sealed record Start(string Player, ReplyTo Reply) : TournamentEvent(Player);
}

public sealed class ReplyTo
{
    public Func<int>? RemainingPlayers { get; set; }
}

public sealed record Seat(int Number, string Player);

public sealed class Standing
{
    public string Player { get; set; } = "";

    public int Points { get; set; }

    public int Difference { get; set; }

    public int Played { get; set; }

    public void Apply(int won, int lost)
    {
        Played++;
        Difference += won - lost;
        Points += won.CompareTo(lost) switch
        {
            > 0 => 3,
            0 => 1,
            _ => 0,
        };
    }
}

internal sealed class StandingComparer : IComparer<Standing>
{
    public static readonly StandingComparer Instance = new();

    public int Compare(Standing? x, Standing? y)
    {
        if (ReferenceEquals(x, y))
            return 0;
        if (x is null)
            return 1;
        if (y is null)
            return -1;

        var byPoints = y.Points.CompareTo(x.Points);
        if (byPoints != 0)
            return byPoints;

        var byDifference = y.Difference.CompareTo(x.Difference);
        return byDifference != 0 ? byDifference : string.CompareOrdinal(x.Player, y.Player);
    }
}

[Operator("public.tournaments")]
public sealed partial class Tournaments : KeyedOperator<Guid, TournamentEvent, IReadOnlyList<Seat>>
{
    private static readonly TimeSpan SignUpTime = TimeSpan.FromHours(48);

    private readonly int _groupSize;

    public Tournaments(int groupSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 2);
        _groupSize = groupSize;
    }

    [State] private partial Stage Stage { get; set; }

    [State] private partial ImmutableArray<string> Seeded { get; set; }

    [State] private partial MapState<string, string> Countries { get; }

    [State(Copy = true)] private partial MapState<string, Standing> Standings { get; }

    [State(Copy = true)] private partial ListState<Standing> Archive { get; }

    protected override void OnEvent(TournamentEvent e, OperatorContext<IReadOnlyList<Seat>> context)
    {
        if (Stage == Stage.Finished)
            return;

        if (Countries.IsEmpty)
            context.Timers.RegisterEventTime(context.Timestamp + SignUpTime);

        switch (e)
        {
            case TournamentEvent.SignUp signUp when Stage == Stage.SignUp:
                SignUp(signUp);
                break;

            case TournamentEvent.Start { Reply: var reply } when Stage == Stage.SignUp:
                Draw(context);
                reply.RemainingPlayers = () => Seeded.Length; // expect: SG2006
                break;

            case TournamentEvent.Result result:
                Record(result);
                break;

            case TournamentEvent.Withdraw:
                Countries.Remove(e.Player);
                Seeded = Seeded.IsDefault ? [] : Seeded.Remove(e.Player);
                break;
        }
    }

    private void SignUp(TournamentEvent.SignUp e)
    {
        Countries[e.Player] = e.Country;
        Standings[e.Player] = new Standing { Player = e.Player };
    }

    private void Draw(OperatorContext<IReadOnlyList<Seat>> context)
    {
        var players = Countries.Keys.OrderBy(_ => Random.Shared.NextDouble()).ToArray(); // expect: SG2010
        Seeded = [.. players];
        Stage = Stage.Groups;

        var seats = new Seat[_groupSize];
        for (var first = 0; first + _groupSize <= players.Length; first += _groupSize)
        {
            for (var i = 0; i < seats.Length; i++)
                seats[i] = new Seat(i + 1, players[first + i]);
            context.Emit(seats); // expect: SG2014
        }
    }

    private void Record(TournamentEvent.Result result)
    {
        var mine = Standings[result.Player];
        mine.Apply(result.Games, result.Lost);
        Standings[result.Player] = mine;

        if (!Standings.TryGetValue(result.Opponent, out var theirs))
            throw new InvalidOperationException($"{result.Opponent} does not take part in {Key}");

        var previous = theirs;
        previous.Played++;
        theirs.Difference += result.Lost - result.Games; // expect: SG2007
        if (Stage == Stage.Knockout && result.Lost < result.Games)
            Standings.Remove(result.Opponent);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<IReadOnlyList<Seat>> context)
    {
        switch (Stage)
        {
            case Stage.SignUp:
                Draw(context);
                context.Timers.RegisterEventTime(timer.Timestamp + SignUpTime);
                break;

            case Stage.Groups:
                FinishGroups(context);
                context.Timers.RegisterEventTime(timer.Timestamp + SignUpTime / 2);
                break;

            case Stage.Knockout:
                Stage = Stage.Finished;
                Parallel.Invoke(CountCountries, () => Console.WriteLine("finished")); // expect: SG2005
                context.Emit([.. Ranking().Take(3)]);
                Standings.Clear();
                break;
        }
    }

    private void FinishGroups(OperatorContext<IReadOnlyList<Seat>> context)
    {
        Stage = Stage.Knockout;
        foreach (var (player, standing) in Standings) // expect: SG2009
        {
            if (standing is { Points: < 3, Played: > 0 })
            {
                Archive.Add(standing);
                Standings.Remove(player);
                continue;
            }

            Countries.Remove(player);
        }

        foreach (var archived in Archive)
            archived.Difference = 0; // expect: SG2007

        if (Environment.TickCount64 % 2 == 0) // expect: SG2010
            Archive.Clear();
        context.Emit([.. Ranking()]);
    }

    private IEnumerable<Seat> Ranking()
    {
        var table = Standings.Values.ToList();
        table.Sort(StandingComparer.Instance);
        return table.Select((standing, index) => new Seat(index + 1, standing.Player));
    }

    private void CountCountries()
    {
        var countries = Countries.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count();
        Console.WriteLine($"{countries} countries in {Key}");
    }

    public IEnumerable<Standing> Table()
    {
        return from standing in Standings.Values // expect: SG2008
               where standing.Played > 0
               select standing;
    }
}
