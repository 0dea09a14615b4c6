namespace Corpus.Public.Matchmaking;

[Operator("public.matchmaking")]
public sealed partial class Matchmaker : KeyedOperator<QueueKey, Ticket, MatchProposal>, IDisposable
{
    private const int TeamSize = 5;

    private readonly SkillService _skills;
    private readonly HashSet<string> _recentlyDeclined = new(StringComparer.Ordinal); // expect: SG2001
    private TimerService? _timers;

    [State(Copy = true)] private partial Lobby? Filling { get; set; }

    [State(Copy = true)] private partial Lobby? Voting { get; set; }

    [State, Ttl(Minutes = 30)] private partial MapState<string, int> Ratings { get; }

    [State(Copy = true), Ttl(Minutes = 30)] private partial MapState<string, List<string>> Parties { get; }

    [State] private partial int Matches { get; set; }

    [State] private partial double Skill { get; set; }

    public Matchmaker(SkillService skills)
    {
        _skills = skills;
        _skills.PlayerBanned += player => Console.WriteLine(player);
        Reset(); // expect: SG2002
    }

    protected override void OnEvent(Ticket ticket, OperatorContext<MatchProposal> context)
    {
        _timers = context.Timers; // expect: SG2008
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
                _recentlyDeclined.Add(ticket.Player);
                Voting = null;
                break;
        }

        if (Filling is { Red.Count: TeamSize, Blue.Count: TeamSize })
            StartVote(context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<MatchProposal> context)
    {
        if (Voting is not { } lobby)
            return;

        foreach (var player in lobby.Red.Concat(lobby.Blue).Where(player => !lobby.Accepted.Contains(player)))
            Ratings.Remove(player);
        lobby.Accepted.Clear(); // expect: SG2007
    }

    public void Dispose()
    {
        if (Matches > 0) // expect: SG2002
            Console.WriteLine("closing");
        _timers = null;
    }
}
