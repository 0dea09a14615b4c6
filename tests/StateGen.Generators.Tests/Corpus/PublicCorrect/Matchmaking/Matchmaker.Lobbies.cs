namespace Corpus.PublicCorrect.Matchmaking;

public sealed partial class Matchmaker
{
    private MapState<string, int> RatingsOf(bool ranked)
    {
        if (!ranked)
            Ratings.Clear();
        return Ratings;
    }

    private void Join(Ticket ticket)
    {
        var ratings = RatingsOf(Key.Mode != "fun");
        ratings[ticket.Player] = ticket.Rating;

        var (red, blue) = (Filling?.Red ?? [], Filling?.Blue ?? []);
        var team = red.Count <= blue.Count ? red : blue;
        team.Add(ticket.Player);
        Filling = new Lobby { Id = Filling?.Id ?? $"{Key.Region}-{Matches}", Red = red, Blue = blue };
    }

    private void AddToParty(string party, string player)
    {
        if (!Parties.TryGetValue(party, out var members))
            members = [];
        members.Add(player);
        Parties[party] = members;
    }

    private void Leave(string player)
    {
        Ratings.Remove(player);
        if (Filling is not { } lobby)
            return;

        lobby.Red.Remove(player);
        lobby.Blue.Remove(player);
        Filling = lobby;

        foreach (var (party, members) in Parties.ToList())
        {
            if (members.Remove(player))
                Parties[party] = members;
        }

        foreach (var (party, members) in Parties)
        {
            if (members.Count == 0)
            {
                Parties.Remove(party);
                break;
            }
        }
    }

    private void StartVote(Lobby full, OperatorContext<MatchProposal> context)
    {
        var vote = full.Snapshot();
        vote.Accepted.Clear();
        (Voting, Filling) = (vote, null);
        Matches++;

        var proposal = new MatchProposal { Lobby = vote.Id };
        proposal.Players.AddRange(vote.Red);
        proposal.Players.AddRange(vote.Blue);
        proposal.Final = Matches % 2 == 0;
        context.Emit(proposal);

        proposal = new MatchProposal { Lobby = vote.Id + "/spectators" };
        proposal.Players.Add("tv");
        context.Emit(proposal);

        context.Timers.RegisterEventTime(context.Timestamp.AddSeconds(30));
        _ = EstimateAsync(Matches, [.. proposal.Players]);
    }

    private async Task EstimateAsync(int match, string[] players)
    {
        var estimate = await _skills.EstimateAsync(players).ConfigureAwait(false);
        Console.WriteLine($"match {match}: {estimate}");
    }

    private void Accept(string player, OperatorContext<MatchProposal> context)
    {
        if (Voting is not { } lobby || !lobby.Accepted.Add(player))
            return;

        Voting = lobby;
        if (lobby.Accepted.Count == 2 * TeamSize)
            context.Emit(new MatchProposal { Lobby = lobby.Id, Players = [.. lobby.Red, .. lobby.Blue], Final = true });
    }

    public static IEnumerable<int> Positive(IEnumerable<int> ratings) => ratings.Where(rating => rating > 0);

    public (string Name, Func<SkillService> Read) Gauge(string name) => (name, () => _skills);
}
