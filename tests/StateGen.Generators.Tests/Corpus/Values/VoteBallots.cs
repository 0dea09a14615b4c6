namespace Corpus.Values.VoteBallots;

public sealed record Ballot(string District, string Candidate, int Weight);

public sealed record Tally(string District, string Candidate, int Votes);

[Operator("values.voteballots")]
public partial class VoteBallots : KeyedOperator<string, Ballot, Tally>
{
    [State, Ttl(Days = 60)] private partial MapState<string, int> Votes { get; }

    [State, Ttl(Days = 60)] private partial ListState<Ballot> Disputed { get; }

    [State] private partial int Counted { get; set; }

    internal IEnumerable<Ballot> HeavyDisputes => Disputed.Where(static ballot => ballot.Weight > 1); // expect: SG2008

    protected MapState<string, int> CurrentVotes => Votes; // expect: SG2008

    internal int Leader => Votes.Values.DefaultIfEmpty().Max();

    public IEnumerable<KeyValuePair<string, int>> Ranking(int top)
    {
        if (top <= 0)
            return [];
        return Votes.OrderByDescending(static entry => entry.Value).Take(top); // expect: SG2008
    }

    protected ListState<Ballot>? DisputedOrNull()
    {
        var disputed = Disputed;
        return disputed.IsEmpty ? null : disputed; // expect: SG2008
    }

    internal bool TryGetDisputed(out IEnumerable<Ballot> ballots)
    {
        ballots = Disputed.ToList();
        return ballots.Any();
    }

    protected override void OnEvent(Ballot ballot, OperatorContext<Tally> context)
    {
        if (ballot.Weight is < 1 or > 3)
        {
            Disputed.Add(ballot);
            return;
        }

        Counted++;
        CurrentVotes[ballot.Candidate] = CurrentVotes.GetValueOrDefault(ballot.Candidate) + ballot.Weight;
        if (Counted % 1000 != 0 || Leader < 10 || DisputedOrNull() is not null || HeavyDisputes.Any() || TryGetDisputed(out _))
            return;
        foreach (var (candidate, votes) in Ranking(3))
            context.Emit(new Tally(Key, candidate, votes));
    }
}
