namespace Corpus.KindsCorrect.Exchange;

public sealed record Trade(string Account, string Currency, decimal Amount);

public sealed record Rate(string Currency, decimal Value);

public readonly struct Sum : IReducer<decimal>
{
    public static decimal Reduce(decimal accumulator, decimal value) => accumulator + value;
}

[Operator("kinds.correct.exchange")]
public sealed partial class Exchange : KeyedBroadcastOperator<string, Trade, Rate, string>
{
    private string _greeting = "";

    [State] private partial BroadcastState<string, decimal> Rates { get; }
    [State, Ttl(Days = 1)] private partial SortedMapState<DateTimeOffset, decimal> Trades { get; }
    [State] private partial ReducingState<decimal, Sum> Turnover { get; }
    [OperatorState] private partial OperatorListState<string> Unknown { get; }
    [OperatorState(Redistribution = OperatorStateRedistribution.Union)] private partial OperatorListState<decimal> Largest { get; }

    protected override ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken)
    {
        _greeting = $"subtask {context.Subtask} has {Unknown.Count}";
        Largest.Update([Largest.DefaultIfEmpty(0).Max()]);
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnCloseAsync()
    {
        Console.WriteLine($"{_greeting}, unknown at the end: {Unknown.Count}");
        return ValueTask.CompletedTask;
    }

    protected override void OnEvent(Trade trade, OperatorContext<string> context)
    {
        if (!Rates.TryGetValue(trade.Currency, out var rate))
        {
            Unknown.Add(trade.Currency);
            return;
        }

        Trades[context.Timestamp] = trade.Amount * rate;
        Turnover.Add(trade.Amount * rate);
        Largest[0] = Math.Max(Largest[0], trade.Amount);
        foreach (var currency in Unknown.ToArray())
        {
            if (Rates.ContainsKey(currency))
                Unknown.Update(Unknown.Where(other => other != currency));
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        context.Emit($"{Key}: {Turnover.GetValueOrDefault()} of {Rates.Count} currencies");
        Turnover.Clear();
    }

    protected override void OnBroadcast(Rate rate, BroadcastContext<string> context)
    {
        Set(rate);
        foreach (var currency in Rates.Keys.ToArray())
        {
            if (currency.Length == 0)
                Rates.Remove(currency);
        }

        context.Emit(string.Join(',', Unknown));
        Unknown.Clear();
        context.VisitKeys();
    }

    protected override void OnKey(Rate rate, OperatorContext<string> context)
    {
        if (rate.Value == 0)
            Turnover.Clear();
        else if (Trades.TryGetLast(out var last))
            context.Emit($"{Key}: {last.Value * Rates[rate.Currency]}");
    }

    private void Set(Rate rate) => Rates[rate.Currency] = rate.Value;
}
