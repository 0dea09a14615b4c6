namespace Corpus.Public.Ballots;

public enum BallotKind { Postal, Station, Proxy }

public sealed record Ballot(string Station, string Candidate, BallotKind Kind, int Papers, bool Closing);

public sealed record Standing(string Ward, string Leader, int Votes);

public sealed class Tally
{
    public Dictionary<string, int> Votes { get; set; } = new();

    public int Spoiled { get; set; }
}

[Operator("public.ballots")]
public sealed partial class BallotCount : KeyedOperator<string, Ballot, Standing>
{
    [State(Copy = true)] private partial Tally? Ward { get; set; }

    [State(Copy = true)] private partial int[]? PerKind { get; set; }

    [State] private partial MapState<string, int> OpenStations { get; }

    protected override void OnEvent(Ballot ballot, OperatorContext<Standing> context)
    {
        if (ballot.Candidate.Length == 0)
        {
            Ward?.Spoiled += ballot.Papers; // expect: SG2007
            return;
        }

        CountKind(ballot);

        var tally = Ward ?? new Tally();
        if (!tally.Votes.TryAdd(ballot.Candidate, ballot.Papers))
            tally.Votes[ballot.Candidate] += ballot.Papers;
        Ward = tally;

        if (ballot.Closing)
            Close(ballot.Station);
        else
            OpenStations[ballot.Station] = ballot.Papers;

        if (OpenStations.IsEmpty)
            Declare(context);
    }

    private void CountKind(Ballot ballot)
    {
        PerKind ??= new int[3];
        PerKind[(int)ballot.Kind] += ballot.Papers; // expect: SG2007
    }

    private void Close(string station)
    {
        foreach (var name in OpenStations.Keys) // expect: SG2009
        {
            // Mobile stations report under the name of their parent station plus a suffix.
            if (name == station || name.StartsWith(station + "/", StringComparison.Ordinal))
                OpenStations.Remove(name);
        }
    }

    private void Declare(OperatorContext<Standing> context)
    {
        var best = Ward!.Votes.MaxBy(entry => entry.Value);
        var draw = Ward.Votes.Where(entry => entry.Value == best.Value).Select(entry => entry.Key).ToList();
        var winner = draw.Count == 1 ? draw[0] : draw[Random.Shared.Next(draw.Count)]; // expect: SG2010
        context.Emit(new Standing(Key, winner, best.Value));
        ClearState();
    }
}
