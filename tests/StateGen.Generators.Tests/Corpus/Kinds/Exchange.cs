namespace Corpus.Kinds.Exchange;

public sealed record Trade(string Account, string Currency, decimal Amount);

public sealed record Rate(string Currency, decimal Value);

[Operator("kinds.exchange")]
public sealed partial class Exchange : KeyedBroadcastOperator<string, Trade, Rate, string>
{
    [State] private partial BroadcastState<string, decimal> Rates { get; }
    [State, Ttl(Days = 1)] private partial SortedMapState<DateTimeOffset, decimal> Trades { get; }
    [State] private partial ReducingState<decimal, Sum> Turnover { get; }
    [OperatorState] private partial OperatorListState<string> Unknown { get; }

    protected override void OnEvent(Trade trade, OperatorContext<string> context)
    {
        if (!Rates.TryGetValue(trade.Currency, out var rate))
        {
            Rates[trade.Currency] = 1; // expect: SG2016
            Unknown.Add(trade.Currency);
            return;
        }

        Trades[context.Timestamp] = trade.Amount * rate;
        Turnover.Add(trade.Amount * rate);
        Forget(trade.Currency);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Rates.Clear(); // expect: SG2016
        context.Emit($"{Key}: {Turnover.GetValueOrDefault()}");
    }

    protected override void OnBroadcast(Rate rate, BroadcastContext<string> context)
    {
        Rates[rate.Currency] = rate.Value;
        Turnover.Clear(); // expect: SG2002
        if (Trades.IsEmpty) // expect: SG2002
            context.Emit("no trades");
        Report(context);
        foreach (var (currency, _) in Rates) // expect: SG2009
        {
            if (currency.Length == 0)
                Rates.Remove(currency);
        }
    }

    protected override void OnKey(Rate rate, OperatorContext<string> context)
    {
        if (rate.Value == 0)
            Rates.Remove(rate.Currency); // expect: SG2016
        Turnover.Clear();
    }

    private void Forget(string currency)
    {
        if (currency == "XTS")
            Rates.Remove(currency); // expect: SG2016
    }

    private static void Report(BroadcastContext<string> context) => context.Emit("rates changed");
}

public readonly struct Sum : IReducer<decimal>
{
    public static decimal Reduce(decimal accumulator, decimal value) => accumulator + value;
}

[Operator("kinds.limits")]
public sealed partial class Limits : KeyedBroadcastOperator<string, Trade, Rate, decimal>
{
    [State] private partial BroadcastState<string, decimal> Highest { get; }
    [State] private partial decimal Spent { get; set; }
    [OperatorState] private partial OperatorListState<decimal> Rejected { get; }

    public Limits(decimal first)
    {
        Start(first); // expect: SG2018
    }

    protected override void OnEvent(Trade trade, OperatorContext<decimal> context)
    {
        Spent += trade.Amount;
        if (Highest.GetValueOrDefault(trade.Currency) < Spent)
            Rejected.Add(trade.Amount);
        foreach (var amount in Rejected) // expect: SG2009
        {
            if (amount < 0)
                Rejected.Add(-amount);
        }
    }

    protected override void OnBroadcast(Rate rate, BroadcastContext<decimal> context)
    {
        Highest[rate.Currency] = rate.Value;
        Spent = 0; // expect: SG2002
        context.Emit(Rejected.Sum());
        Rejected.Clear();
    }

    private void Start(decimal first) => Rejected.Add(first);
}
