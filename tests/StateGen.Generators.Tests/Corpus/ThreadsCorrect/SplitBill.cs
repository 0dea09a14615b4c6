using System.Collections.Immutable;

namespace Corpus.ThreadsCorrect.SplitBill;

public sealed record Share(string Guest, decimal Amount);

public sealed record Bill(string Table, Func<decimal> Total, Lazy<string> Text);

[Operator("threadscorrect.split-bill")]
public sealed partial class SplitBill : KeyedOperator<string, Share, Bill>
{
    private static readonly Func<Share, bool> IsTip = static share => share.Guest == "tip";
    private static readonly Comparison<Share> ByAmount = static (left, right) => left.Amount.CompareTo(right.Amount);

    [State] private partial ImmutableList<Share>? Shares { get; set; }

    [State] private partial decimal Total { get; set; }

    [State] private partial decimal Limit { get; set; }

    [State, Ttl(Days = 1)] private partial MapState<string, decimal> ByGuest { get; }

    protected override void OnEvent(Share share, OperatorContext<Bill> context)
    {
        Shares = (Shares ?? []).Add(share);
        var average = new Lazy<decimal>(() => Total / Shares.Count);
        if (!IsTip(share))
        {
            Total += share.Amount;
            ByGuest[share.Guest] = share.Amount;
        }

        if (share.Amount > average.Value)
            Limit = average.Value;

        var total = Total;
        var table = Key;
        context.Emit(new Bill(table, () => total, new Lazy<string>(() => $"{table}: {total}")));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Bill> context)
    {
        var large = Shares?.Where(share => share.Amount > Limit).ToList() ?? [];
        large.ForEach(share => Total -= share.Amount);
        large.Sort(ByAmount);
        var guests = ByGuest.Select(entry => entry.Key).ToArray();
        Array.Sort(guests, (left, right) => ByGuest[left].CompareTo(ByGuest[right]));
        Array.ForEach(guests, Pay);

        int Over(decimal amount) => large.Count(share => share.Amount > amount + Limit);
        Func<decimal, int> over = Over;
        var (low, high) = (over(0), over(100));
        Action<int> subtract = count => Total -= count;
        subtract(low + high);

        var total = Total;
        context.Emit(new Bill(Key, () => total, new("closed")));
    }

    private void Pay(string guest)
    {
        Total -= ByGuest[guest];
        ByGuest.Remove(guest);
    }
}

[Operator("threadscorrect.split-bill.rules")]
public sealed partial class TipRules : KeyedOperator<string, Share, decimal>
{
    private readonly List<Func<decimal, decimal>> _rules = [];

    public TipRules(IEnumerable<decimal> percents)
    {
        foreach (var percent in percents)
            _rules.Add(amount => amount * percent);
    }

    [State] private partial decimal Tips { get; set; }

    public Func<decimal, decimal> Rule(int index) => amount => _rules[index](amount) + 1;

    protected override void OnEvent(Share share, OperatorContext<decimal> context)
    {
        Tips += _rules.Sum(rule => rule(share.Amount + Tips));
        context.Emit(Tips);
    }
}
