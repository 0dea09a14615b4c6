namespace Corpus.Threads.OrderBook;

public enum Side
{
    Buy,
    Sell,
}

public sealed record Resting(string Id, Side Side, decimal Price, int Size);

public sealed record Order(string Id, Side Side, decimal Price, int Size, bool MarketClosed);

public sealed record Fill(string Instrument, string Buyer, string Seller, int Size);

[Operator("threads.order-book")]
public sealed partial class OrderMatcher : KeyedOperator<string, Order, Fill>
{
    [State] private partial MapState<string, Resting> Book { get; }

    [State] private partial MapState<decimal, int> Depth { get; }

    [State] private partial int Trades { get; set; }

    protected override void OnEvent(Order order, OperatorContext<Fill> context)
    {
        if (order.MarketClosed)
        {
            CloseMarket(context);
            return;
        }

        var left = order.Size;
        var candidates = Book
            .Where(entry => entry.Value.Side != order.Side)
            .Select(entry => entry.Value);
        foreach (var resting in candidates) // expect: SG2009
        {
            if (left == 0)
                break;
            if (!Crosses(order, resting))
                continue;
            var size = Math.Min(left, resting.Size);
            left -= size;
            Trades++;
            context.Emit(order.Side == Side.Buy ? new Fill(Key, order.Id, resting.Id, size) : new Fill(Key, resting.Id, order.Id, size));
            if (size == resting.Size)
                Book.Remove(resting.Id);
            else
                Book[resting.Id] = resting with { Size = resting.Size - size };
        }

        if (left > 0)
            Rest(order, left);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Fill> context)
    {
        var prices = Depth.Keys;
        foreach (var price in prices) // expect: SG2009
        {
            if (price <= 0)
                Depth.Remove(price);
        }

        var sizes = Book.Values;
        foreach (var resting in sizes) // expect: SG2009
            Rest(resting);

        foreach (var id in Book.Keys) // expect: SG2009
        {
            if (Book.TryGetValue(id, out var resting) && resting.Size < 1)
                Book.Remove(id);
        }
    }

    private static bool Crosses(Order order, Resting resting) => order.Side switch
    {
        Side.Buy => order.Price >= resting.Price,
        _ => order.Price <= resting.Price,
    };

    private void Rest(Order order, int size)
    {
        Rest(new Resting(order.Id, order.Side, order.Price, size));
        Depth[order.Price] = Depth.GetValueOrDefault(order.Price) + size;
    }

    private void Rest(Resting resting) => Book[resting.Id] = resting;

    private void CloseMarket(OperatorContext<Fill> context)
    {
        foreach (var (id, resting) in Book.Where(entry => entry.Value.Side == Side.Sell)) // expect: SG2009
        {
            context.Emit(new Fill(Key, "exchange", id, resting.Size));
            Book.Remove(id);
        }

        var stale = from entry in Depth
                    where entry.Value == 0
                    select entry.Key;
        foreach (var price in stale) // expect: SG2009
            Depth.Remove(price);

        foreach (var resting in Book.Values.Where(resting => resting.Size == 0)) // expect: SG2009
        {
            Book.Remove(resting.Id);
        }
    }
}
