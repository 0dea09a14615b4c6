namespace Corpus.MutationCorrect.Portfolio;

public enum Side
{
    Buy,
    Sell,
    Split,
    Dividend,
    Rebalance,
}

public sealed record Trade(Side Side, string Symbol, int Quantity, decimal Price);

public sealed record Valuation(decimal Cash, decimal Holdings);

public sealed class Lot
{
    public int Quantity { get; set; }

    public decimal Price { get; set; }
}

public sealed class Holding
{
    public string Symbol { get; set; } = "";

    public List<Lot> Lots { get; set; } = [];

    public decimal[] Prices { get; set; } = new decimal[4];

    public int Quantity() => Lots.Sum(lot => lot.Quantity);

    public void Buy(int quantity, decimal price)
    {
        Lots.Add(new Lot { Quantity = quantity, Price = price });
        Remember(price);
    }

    public int Sell(int quantity)
    {
        var left = quantity;
        while (left > 0 && Lots is [var first, ..])
        {
            var taken = Math.Min(left, first.Quantity);
            first.Quantity -= taken;
            left -= taken;
            if (first.Quantity == 0)
                Lots.RemoveAt(0);
        }

        return quantity - left;
    }

    private void Remember(decimal price)
    {
        Array.Copy(Prices, 1, Prices, 0, Prices.Length - 1);
        Prices[^1] = price;
    }
}

public sealed class Ledger
{
    public List<string> Entries { get; set; } = [];

    public Dictionary<string, decimal> Dividends { get; set; } = [];
}

[Operator("mutationcorrect.portfolio")]
internal sealed partial class Portfolio : KeyedOperator<Guid, Trade, Valuation>
{
    private static readonly string[] Currencies = ["EUR", "USD"];

    [State(Copy = true), Ttl(Days = 1000)] private partial MapState<string, Holding> Holdings { get; }

    [State(Copy = true)] private partial Ledger? Ledger { get; set; }

    [State(Copy = true)] private partial Ledger? LastYear { get; set; }

    [State(Copy = true)] private partial List<decimal>? Results { get; set; }

    [State] private partial decimal Cash { get; set; }

    [State] private partial int Trades { get; set; }

    protected override void OnEvent(Trade value, OperatorContext<Valuation> context)
    {
        Trades++;
        switch (value.Side)
        {
            case Side.Buy:
                Buy(value);
                break;
            case Side.Sell:
                Sell(value);
                break;
            case Side.Split:
                Split(value);
                break;
            case Side.Dividend:
                Pay(value);
                break;
            case Side.Rebalance:
                Rebalance(value);
                break;
        }

        context.Emit(Value(value.Price));
    }

    private void Buy(Trade trade)
    {
        if (trade.Quantity <= 0)
            return;
        if (!Holdings.TryGetValue(trade.Symbol, out var holding))
            holding = new Holding { Symbol = trade.Symbol };
        holding.Buy(trade.Quantity, trade.Price);
        Holdings[trade.Symbol] = holding;
        Cash -= trade.Quantity * trade.Price;
        Enter($"bought {trade.Quantity} {trade.Symbol}");
    }

    private void Sell(Trade trade)
    {
        var holding = Holdings.GetValueOrDefault(trade.Symbol) ?? throw new InvalidOperationException($"There is no {trade.Symbol} to sell.");
        var sold = holding.Sell(trade.Quantity);
        if (sold < trade.Quantity)
            throw new InvalidOperationException($"Only {sold} of {trade.Symbol} are left.");

        if (holding.Lots.Count == 0)
            Holdings.Remove(trade.Symbol);
        else
            Holdings[trade.Symbol] = holding;

        Cash += sold * trade.Price;
        Results = [.. Results ?? [], sold * trade.Price];
        Enter($"sold {sold} {trade.Symbol}");
    }

    private void Split(Trade trade)
    {
        foreach (var (symbol, holding) in Holdings.ToArray())
        {
            if (symbol != trade.Symbol)
                continue;
            foreach (var lot in holding.Lots)
            {
                lot.Quantity *= trade.Quantity;
                lot.Price /= trade.Quantity;
            }

            Holdings[symbol] = holding;
        }
    }

    private void Pay(Trade trade)
    {
        var ledger = Ledger ?? new Ledger();
        var dividends = ledger.Dividends;
        dividends[trade.Symbol] = dividends.GetValueOrDefault(trade.Symbol) + trade.Price;
        Cash += trade.Price;
        if (dividends.Count < 100)
        {
            Ledger = ledger;
            return;
        }

        LastYear = ledger;
        Ledger = new Ledger();
    }

    private void Enter(string text)
    {
        var ledger = Ledger;
        ledger ??= new Ledger();
        ledger.Entries.Add(text);
        if (ledger.Entries.Count > 1000)
            ledger.Entries.RemoveRange(0, 500);
        Ledger = ledger;
    }

    private void Rebalance(Trade trade)
    {
        // Works on a plan only; the trades arrive as events of their own.
        var plan = Holdings.Values.ToDictionary(holding => holding.Symbol, holding => holding.Quantity());
        foreach (var currency in Currencies)
            plan.Remove(currency);
        plan[trade.Symbol] = trade.Quantity;

        var results = Results?.ToArray() ?? [];
        Array.Sort(results);
        Array.Reverse(results);
        var span = results.AsSpan(0, Math.Min(results.Length, plan.Count));
        span.Clear();
        Enter($"rebalance {plan.Count} of {results.Length}");
    }

    private Valuation Value(decimal price)
    {
        var sum = 0m;
        foreach (var holding in Holdings.Values)
        {
            var lots = holding.Lots.Select(lot => new Lot { Quantity = lot.Quantity, Price = lot.Price }).ToList();
            lots.RemoveAll(lot => lot.Quantity == 0);
            foreach (var lot in lots)
            {
                lot.Price = Math.Max(lot.Price, price);
                sum += lot.Quantity * lot.Price;
            }
        }

        return new Valuation(Cash, sum);
    }
}
