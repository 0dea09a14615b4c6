namespace Corpus.Values.BasketExport;

public sealed record CartLine(string Cart, string Product, int Quantity, decimal Price);

public sealed record CartSnapshot(string Cart, IEnumerable<CartLine> Lines, IEnumerable<string> Coupons)
{
    public decimal Discount { get; init; }
}

[Operator("values.basketexport")]
public sealed partial class CartSnapshots : KeyedOperator<string, CartLine, CartSnapshot>
{
    private static readonly CartSnapshot Template = new("", [], []);

    [State, Ttl(Days = 3)] private partial ListState<CartLine> Lines { get; }

    [State, Ttl(Days = 3)] private partial MapState<string, decimal> Prices { get; }

    [State] private partial int Version { get; set; }

    protected override void OnEvent(CartLine line, OperatorContext<CartSnapshot> context)
    {
        Version++;
        Lines.Add(line);
        Prices[line.Product] = line.Price;
        if (Version == 1)
        {
            context.Emit(new CartSnapshot(Key, Lines, [])); // expect: SG2008
            return;
        }

        var dearest = Prices.Values.Max();
        if (dearest > 100)
        {
            context.Emit(Template with { Cart = Key, Discount = dearest / 10, Lines = Lines }); // expect: SG2008
            return;
        }

        context.Emit(new CartSnapshot(
            Key,
            Lines.Where(candidate => candidate.Price > 1), // expect: SG2008
            ["WELCOME"]));
    }
}

[Operator("values.basketexport.pairs")]
public sealed partial class CartPairs : KeyedOperator<string, CartLine, (string Cart, IEnumerable<string> Products)>
{
    [State, Ttl(Days = 3)] private partial MapState<string, int> Quantities { get; }

    protected override void OnEvent(CartLine line, OperatorContext<(string Cart, IEnumerable<string> Products)> context)
    {
        Quantities[line.Product] = line.Quantity;
        if (line.Quantity > 10)
            context.Emit((line.Cart, Quantities.Keys)); // expect: SG2008
    }
}

[Operator("values.basketexport.dump")]
public sealed partial class CartDump : KeyedOperator<string, CartLine, object>
{
    [State, Ttl(Days = 3)] private partial ListState<CartLine> Lines { get; }

    [State, Ttl(Days = 3)] private partial ListState<CartLine> Removed { get; }

    protected override void OnEvent(CartLine line, OperatorContext<object> context)
    {
        var target = line.Quantity < 0 ? Removed : Lines;
        target.Add(line);
        if (line.Price == 0)
            context.Emit(new { Cart = Key, Items = Lines, Total = Lines.Sum(item => item.Price * item.Quantity) }); // expect: SG2008
        else if (line.Quantity < 0)
            context.Emit(new IEnumerable<CartLine>[] { Lines, Removed }); // expect: SG2008
        else
            context.Emit(target); // expect: SG2008
    }
}

[Operator("values.basketexport.batches")]
public sealed partial class CartBatches : KeyedOperator<string, CartLine, List<IEnumerable<CartLine>>>
{
    [State, Ttl(Days = 3)] private partial ListState<CartLine> Lines { get; }

    protected override void OnEvent(CartLine line, OperatorContext<List<IEnumerable<CartLine>>> context)
    {
        Lines.Add(line);
        context.Emit([Lines, [line]]); // expect: SG2008
    }
}
