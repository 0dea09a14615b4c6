namespace Corpus.ValuesCorrect.ScratchBuffers;

public sealed record Order(string Book, bool Buy, decimal Price, int Quantity);

public sealed record Depth(string Book, decimal Best, int Levels);

[Operator("valuescorrect.scratchbuffers")]
public sealed partial class OrderBook(int maxLevels) : KeyedOperator<string, Order, Depth>
{
    private readonly SortedDictionary<decimal, int> _levels = [];
    private List<decimal> _prices = [];

    [State, Ttl(Hours = 8)] private partial ListState<Order> Orders { get; }

    protected override void OnEvent(Order order, OperatorContext<Depth> context)
    {
        _prices = new List<decimal>(maxLevels);
        _levels.Clear();
        Orders.Add(order);
        foreach (var other in Orders)
        {
            if (other.Buy != order.Buy)
                continue;
            _levels[other.Price] = _levels.GetValueOrDefault(other.Price) + other.Quantity;
        }

        Collect(_levels, _prices);
        if (_prices.Count > 0)
            context.Emit(new Depth(Key, order.Buy ? _prices[^1] : _prices[0], _prices.Count));
    }

    private static void Collect(SortedDictionary<decimal, int> levels, List<decimal> prices)
    {
        foreach (var (price, quantity) in levels)
        {
            if (quantity > 0)
                prices.Add(price);
        }
    }
}
