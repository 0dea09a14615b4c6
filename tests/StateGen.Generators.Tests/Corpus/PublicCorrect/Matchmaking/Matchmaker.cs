namespace Corpus.PublicCorrect.Matchmaking;

[Operator("publiccorrect.matchmaking")]
public sealed partial class Matchmaker : KeyedOperator<QueueKey, Ticket, MatchProposal>, IDisposable
{
    private const int TeamSize = 5;

    private readonly SkillService _skills;
    private readonly Action<string> _onBanned;

    [State(Copy = true)] private partial Lobby? Filling { get; set; }

    [State(Copy = true)] private partial Lobby? Voting { get; set; }

    [State, Ttl(Minutes = 30)] private partial MapState<string, int> Ratings { get; }

    [State(Copy = true), Ttl(Minutes = 30)] private partial MapState<string, List<string>> Parties { get; }

    [State, Ttl(Minutes = 5)] private partial MapState<string, DateTimeOffset> RecentlyDeclined { get; }

    [State] private partial int Matches { get; set; }

    public Matchmaker(SkillService skills)
    {
        _skills = skills;
        _onBanned = player => Console.WriteLine(player);
        _skills.PlayerBanned += _onBanned;
    }

    protected override void OnEvent(Ticket ticket, OperatorContext<MatchProposal> context)
    {
        switch (ticket)
        {
            case { Kind: TicketKind.Join, Party: { } party }:
                Join(ticket);
                AddToParty(party, ticket.Player);
                break;
            case { Kind: TicketKind.Join }:
                Join(ticket);
                break;
            case { Kind: TicketKind.Leave, Player: var player }:
                Leave(player);
                break;
            case { Kind: TicketKind.Accept }:
                Accept(ticket.Player, context);
                break;
            default:
                RecentlyDeclined[ticket.Player] = context.Timestamp;
                Voting = null;
                break;
        }

        if (Filling is { Red.Count: TeamSize, Blue.Count: TeamSize } full)
            StartVote(full, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<MatchProposal> context)
    {
        if (Voting is not { } lobby)
            return;

        foreach (var player in lobby.Red.Concat(lobby.Blue).Where(player => !lobby.Accepted.Contains(player)))
            Ratings.Remove(player);
        lobby.Accepted.Clear();
        Voting = lobby.Red.Count > 0 ? lobby : null;
    }

    public void Dispose() => _skills.PlayerBanned -= _onBanned;
}
