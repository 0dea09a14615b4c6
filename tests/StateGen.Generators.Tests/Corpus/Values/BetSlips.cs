namespace Corpus.Values.BetSlips;

public enum BetKind
{
    Single,
    Multi,
    System,
}

public sealed record Bet(string Player, BetKind Kind, decimal Stake, bool Cancelled);

public sealed record Slip(string Player, IEnumerable<Bet>? Bets, decimal Stake);

/// <summary>Collects the bets of a player by kind and publishes a slip for the big ones.</summary>
[Operator("values.betslips")]
public sealed partial class BetSlips : KeyedOperator<string, Bet, Slip>
{
    private IEnumerable<Bet> _review = [];
    private ListState<Bet>? _active;
    private IReadOnlyList<IEnumerable<Bet>> _audit = [];
    private (ListState<Bet>? Bets, decimal Limit) _selection;

    [State, Ttl(Days = 1)] private partial ListState<Bet> Singles { get; }

    [State, Ttl(Days = 1)] private partial ListState<Bet> Multis { get; }

    [State, Ttl(Days = 1)] private partial ListState<Bet> Cancelled { get; }

    [State] private partial decimal Staked { get; set; }

    protected override void OnEvent(Bet bet, OperatorContext<Slip> context)
    {
        var bets = bet.Kind == BetKind.Single ? Singles : Multis;
        if (bet.Cancelled)
        {
            Cancelled.Add(bet);
            _review = Staked > 1000 ? Cancelled : []; // expect: SG2008
            return;
        }

        bets.Add(bet);
        Staked += bet.Stake;
        _active = bets; // expect: SG2008
        _selection = (bets, 500m); // expect: SG2008
        _audit = [bets, Cancelled]; // expect: SG2008

        switch (bet.Stake)
        {
            case < 10:
                return;
            case < 100:
                var slip = new Slip(Key, bets, Staked);
                context.Emit(slip); // expect: SG2008
                return;
        }

        IEnumerable<Bet>? relevant = bet.Kind switch
        {
            BetKind.Single => Singles,
            BetKind.Multi => Multis.Where(static other => other.Stake > 10),
            _ => null,
        };
        context.Emit(new Slip(Key, relevant, Staked)); // expect: SG2008
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Slip> context)
    {
        if (_active is null || _selection.Bets is null)
            return;
        context.Emit(new Slip(Key, null, _review.Sum(static bet => bet.Stake) + _audit.Count + _selection.Limit));
    }
}
