namespace Corpus.Industry.OrderMatching;

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

public sealed class Position
{
    public int Quantity { get; set; }

    public List<string> Fills { get; set; } = [];
}

public sealed record Execution(string Buy, string Sell, decimal Price, int Quantity);

[Operator("industry.ordermatching")]
public sealed partial class OrderMatching : KeyedOperator<string, OrderCommand, List<Execution>>
{
    [State(Copy = true)] private partial SortedDictionary<decimal, List<RestingOrder>>? Bids { get; set; }

    [State(Copy = true)] private partial SortedDictionary<decimal, List<RestingOrder>>? Asks { get; set; }

    [State(Copy = true), Ttl(Days = 5)] private partial MapState<string, Position> Positions { get; }

    [State] private partial string? HaltReason { get; set; }

    protected override void OnEvent(OrderCommand value, OperatorContext<List<Execution>> context)
    {
        var executions = value switch
        {
            _ when HaltReason is not null => [],
            OrderCommand.Limit { Quantity: > 0 } limit => Cross(limit, context),
            OrderCommand.Cancel { Side: Side.Buy } cancel when Bids is { } bids && bids.Remove(cancel.Price) => // expect: SG2007
                NoExecutions($"cancelled level {cancel.Price}"),
            OrderCommand.Cancel cancel => CancelOne(cancel),
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
        var opposite = (limit.Side == Side.Buy ? Asks : Bids) ?? [];

        foreach (var (price, orders) in opposite)
        {
            if (remaining == 0 || !Crosses(limit, price))
                break;
            foreach (var resting in orders.Where(order => order.Remaining > 0 && order.Account != limit.Account))
            {
                var quantity = Math.Min(remaining, resting.Remaining);
                resting.Remaining -= quantity; // expect: SG2007
                remaining -= quantity;
                batch.Add(limit.Side == Side.Buy
                    ? new Execution(limit.OrderId, resting.Id, price, quantity)
                    : new Execution(resting.Id, limit.OrderId, price, quantity));
            }
            if (batch.Count < 100)
                continue;
            context.Emit(batch); // expect: SG2014
            batch.Clear();
        }

        if (remaining > 0)
            Rest(limit, remaining);
        return batch;
    }

    private void Rest(OrderCommand.Limit limit, int remaining)
    {
        var levels = limit.Side switch
        {
            Side.Buy => Bids,
            Side.Sell => Asks,
            _ => throw new ArgumentOutOfRangeException(nameof(limit)),
        } ?? new SortedDictionary<decimal, List<RestingOrder>>();

        if (!levels.TryGetValue(limit.Price, out var level))
            levels[limit.Price] = level = [];
        level.Add(new RestingOrder { Id = limit.OrderId, Account = limit.Account, Remaining = remaining });

        if (limit.Side == Side.Buy)
            Bids = levels;
        else
            Asks = levels;
    }

    private List<Execution> CancelOne(OrderCommand.Cancel cancel)
    {
        var found = false;
        if (Asks is { } asks && asks.GetValueOrDefault(cancel.Price) is { Count: > 0 } level)
        {
            found = level.RemoveAll(order => order.Id == cancel.OrderId) > 0;
            if (level.Count == 0)
                asks.Remove(cancel.Price);
            Asks = asks;
        }
        return NoExecutions(found ? "cancelled" : "unknown order");
    }

    private List<Execution> Book(OrderCommand.Fill fill)
    {
        if (Positions.GetValueOrDefault(fill.Account) is { Quantity: > 0 } position)
            position.Quantity += fill.Quantity; // expect: SG2007
        else
            Positions[fill.Account] = new Position { Quantity = fill.Quantity };

        Positions[fill.Account].Fills.Add(fill.OrderId); // expect: SG2007
        return [];
    }

    private List<Execution> Stop(string reason)
    {
        HaltReason = reason;
        Bids?.Values.SelectMany(orders => orders).ToList().ForEach(order => order.Remaining = 0); // expect: SG2007
        foreach (var account in from entry in Positions where entry.Value.Quantity == 0 select entry.Key) // expect: SG2009
        {
            if (account.StartsWith("sim:", StringComparison.Ordinal))
                Positions.Remove(account);
        }
        return NoExecutions(reason);
    }

    private static bool Crosses(OrderCommand.Limit limit, decimal price) =>
        limit.Side == Side.Buy ? price <= limit.Price : price >= limit.Price;

    private static List<Execution> NoExecutions(string reason) => reason.Length == 0 ? throw new ArgumentException(reason) : [];
}
