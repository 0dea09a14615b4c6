using System.Threading;

namespace Corpus.Public.Matchmaking;

public sealed partial class Matchmaker
{
    private void Reset()
    {
        Filling = null;
        Voting = null;
    }

    private void Join(Ticket ticket)
    {
        Ratings[ticket.Player] = ticket.Rating;

        var (red, blue) = (Filling?.Red ?? [], Filling?.Blue ?? []);
        var team = red.Count <= blue.Count ? red : blue;
        team.Add(ticket.Player);
        Filling = new Lobby { Id = Filling?.Id ?? $"{Key.Region}-{Matches}", Red = red, Blue = blue };
    }

    private void AddToParty(string party, string player)
    {
        if (Parties.TryGetValue(party, out var members))
        {
            members.Add(player); // expect: SG2007
        }
        else
        {
            Parties[party] = [player];
        }
    }

    private void Leave(string player)
    {
        Ratings.Remove(player);
        if (Filling is { } lobby && (lobby.Red.Remove(player) || lobby.Blue.Remove(player)))
        {
            foreach (var (party, members) in Parties) // expect: SG2009
            {
                if (members.Contains(player))
                    Parties[party] = [.. members.Where(member => member != player)];
            }

            Filling = lobby;
        }
    }

    private void StartVote(OperatorContext<MatchProposal> context)
    {
        Voting = Filling!.Snapshot();
        Filling = null;
        Matches++;

        var proposal = new MatchProposal { Lobby = Voting.Id };
        proposal.Players.AddRange(Voting.Red);
        proposal.Players.AddRange(Voting.Blue);
        context.Emit(proposal); // expect: SG2014
        proposal.Final = Matches % 2 == 0;

        context.Timers.RegisterEventTime(context.Timestamp.AddSeconds(30));
        new Thread(RateMatch).Start(); // expect: SG2005
        _ = EstimateAsync([.. proposal.Players]);
    }

    private void RateMatch()
    {
        var best = Ratings.Values.DefaultIfEmpty().Max();
        Console.WriteLine($"best player of the match: {best}");
    }

    private async Task EstimateAsync(string[] players)
    {
        var estimate = await _skills.EstimateAsync(players).ConfigureAwait(false);
        Skill = Math.Max(Skill, estimate); // expect: SG2004
    }

    private void Accept(string player, OperatorContext<MatchProposal> context)
    {
        Voting?.Accepted.Add(player); // expect: SG2007

        if (Voting is not { } lobby)
            return;
        if (lobby.Accepted.Count == 2 * TeamSize)
            context.Emit(new MatchProposal { Lobby = lobby.Id, Players = [.. lobby.Red, .. lobby.Blue], Final = true });
    }

    public IEnumerable<int> WaitingRatings() => Ratings.Values.Where(rating => rating > 0); // expect: SG2008

    public (string Name, Func<int> Read) Gauge(string name) => (name, () => Matches); // expect: SG2006
}
