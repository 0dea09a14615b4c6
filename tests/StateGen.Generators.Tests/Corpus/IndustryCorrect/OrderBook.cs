using System.Collections.Immutable;

namespace Corpus.IndustryCorrect.OrderBook;

public enum Side
{
    Buy,
    Sell,
}

public abstract record OrderCommand(string OrderId)
{
    public sealed record Limit(string OrderId, string Account, Side Side, decimal Price, int Quantity) : OrderCommand(OrderId);

    public sealed record Cancel(string OrderId, Side Side, decimal Price) : OrderCommand(OrderId);

    public sealed record Fill(string OrderId, string Account, int Quantity) : OrderCommand(OrderId);

    public sealed record Halt(string OrderId, string Reason) : OrderCommand(OrderId);
}

public sealed class RestingOrder
{
    public string Id { get; set; } = "";

    public string Account { get; set; } = "";

    public int Remaining { get; set; }
}

public sealed record Position(int Quantity, ImmutableList<string> Fills)
{
    public static Position Empty { get; } = new(0, []);

    public Position Add(string fill, int quantity) => new(Quantity + quantity, Fills.Add(fill));
}

public sealed record Execution(string Buy, string Sell, decimal Price, int Quantity);

[Operator("industrycorrect.orderbook")]
public sealed partial class OrderBook : KeyedOperator<string, OrderCommand, List<Execution>>
{
    [State(Copy = true)] private partial SortedDictionary<decimal, List<RestingOrder>>? Bids { get; set; }

    [State(Copy = true)] private partial SortedDictionary<decimal, List<RestingOrder>>? Asks { get; set; }

    [State, Ttl(Days = 5)] private partial MapState<string, Position> Positions { get; }

    [State] private partial ImmutableSortedSet<string>? Halted { get; set; }

    protected override void OnEvent(OrderCommand value, OperatorContext<List<Execution>> context)
    {
        var executions = value switch
        {
            _ when Halted is { Count: > 0 } => [],
            OrderCommand.Limit { Quantity: > 0 } limit => Cross(limit, context),
            OrderCommand.Cancel { Side: Side.Buy } cancel when Bids is { } bids && bids.ContainsKey(cancel.Price) => Store(bids, cancel),
            OrderCommand.Fill fill => Book(fill),
            OrderCommand.Halt halt => Stop(halt.Reason),
            _ => [],
        };
        if (executions.Count > 0)
            context.Emit(executions);
    }

    private List<Execution> Cross(OrderCommand.Limit limit, OperatorContext<List<Execution>> context)
    {
        var batch = new List<Execution>();
        var remaining = limit.Quantity;
        var opposite = (limit.Side == Side.Buy ? Asks : Bids) ?? new SortedDictionary<decimal, List<RestingOrder>>();

        foreach (var (price, orders) in opposite)
        {
            if (remaining == 0 || !Crosses(limit, price))
                break;
            foreach (var resting in orders.Where(order => order.Remaining > 0 && order.Account != limit.Account))
            {
                var quantity = Math.Min(remaining, resting.Remaining);
                resting.Remaining -= quantity;
                remaining -= quantity;
                batch.Add(limit.Side == Side.Buy
                    ? new Execution(limit.OrderId, resting.Id, price, quantity)
                    : new Execution(resting.Id, limit.OrderId, price, quantity));
            }
            if (batch.Count < 100)
                continue;
            context.Emit(batch);
            batch = [];
        }

        if (limit.Side == Side.Buy)
            Asks = opposite;
        else
            Bids = opposite;
        return batch;
    }

    private List<Execution> Store(SortedDictionary<decimal, List<RestingOrder>> bids, OrderCommand.Cancel cancel)
    {
        bids[cancel.Price].RemoveAll(order => order.Id == cancel.OrderId);
        if (bids[cancel.Price] is [])
            bids.Remove(cancel.Price);
        Bids = bids;
        return [];
    }

    private List<Execution> Book(OrderCommand.Fill fill)
    {
        var position = Positions.GetValueOrDefault(fill.Account) ?? Position.Empty;
        Positions[fill.Account] = position.Add(fill.OrderId, fill.Quantity);
        return [];
    }

    private List<Execution> Stop(string reason)
    {
        Halted = (Halted ?? []).Add(reason);
        var simulated = from entry in Positions where entry.Key.StartsWith("sim:", StringComparison.Ordinal) select entry.Key;
        foreach (var account in simulated.ToArray())
            Positions.Remove(account);

        var open = Bids?.Values.SelectMany(orders => orders).Select(order => order.Id).ToList() ?? [];
        open.Sort(StringComparer.Ordinal);
        return open.ConvertAll(id => new Execution(id, reason, 0m, 0));
    }

    private static bool Crosses(OrderCommand.Limit limit, decimal price) =>
        limit.Side == Side.Buy ? price <= limit.Price : price >= limit.Price;
}
