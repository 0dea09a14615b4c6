using System.Collections.Frozen;

namespace Corpus.PublicCorrect.Ballots;

public enum BallotKind { Postal, Station, Proxy }

public sealed record Ballot(string Station, string Candidate, BallotKind Kind, int Papers, bool Closing);

public sealed record Standing(string Ward, string Leader, int Votes);

public sealed class Tally
{
    public Dictionary<string, int> Votes { get; set; } = new();

    public int Spoiled { get; set; }
}

[Operator("publiccorrect.ballots")]
public sealed partial class BallotCount : KeyedOperator<string, Ballot, Standing>
{
    private static readonly FrozenDictionary<BallotKind, int> Weights = new Dictionary<BallotKind, int>
    {
        [BallotKind.Postal] = 1,
        [BallotKind.Proxy] = 2,
    }.ToFrozenDictionary();

    [State(Copy = true)] private partial Tally? Ward { get; set; }

    [State(Copy = true)] private partial int[]? PerKind { get; set; }

    [State] private partial MapState<string, int> OpenStations { get; }

    protected override void OnEvent(Ballot ballot, OperatorContext<Standing> context)
    {
        var tally = Ward ?? new Tally();
        try
        {
            if (ballot.Candidate.Length == 0)
            {
                tally.Spoiled += ballot.Papers;
                return;
            }

            tally.Votes[ballot.Candidate] = tally.Votes.GetValueOrDefault(ballot.Candidate) + ballot.Papers;
        }
        finally
        {
            Ward = tally;
        }

        var perKind = PerKind ??= new int[3];
        perKind[(int)ballot.Kind] += ballot.Papers * Weights.GetValueOrDefault(ballot.Kind, 1);
        PerKind = perKind;

        if (ballot.Closing)
            Close(ballot.Station);
        else
            OpenStations[ballot.Station] = ballot.Papers;

        if (OpenStations.IsEmpty)
            Declare(tally, context);
    }

    private void Close(string station)
    {
        var closing = new List<string>();
        foreach (var name in OpenStations.Keys)
        {
            if (name == station || name.StartsWith(station + "/", StringComparison.Ordinal))
                closing.Add(name);
        }

        foreach (var name in closing)
            OpenStations.Remove(name);
    }

    private void Declare(Tally tally, OperatorContext<Standing> context)
    {
        var best = tally.Votes.MaxBy(entry => entry.Value);
        var draw = tally.Votes.Where(entry => entry.Value == best.Value).Select(entry => entry.Key).Order(StringComparer.Ordinal).ToList();

        // The law wants a draw by lot. The lot depends on the count, so a replay draws the same one.
        var lot = new Random(best.Value * 31 + tally.Spoiled);
        context.Emit(new Standing(Key, draw[lot.Next(draw.Count)], best.Value));
        ClearState();
    }
}
