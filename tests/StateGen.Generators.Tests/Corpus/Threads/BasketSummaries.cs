using System.Collections.Immutable;

namespace Corpus.Threads.BasketSummaries;

public sealed record Line(string Product, int Quantity, decimal Price);

public sealed record Summary(string Customer, Func<decimal> Total);

public sealed class Receipt
{
    public string Customer { get; init; } = "";

    public Lazy<string>? Text { get; init; }

    public Action? Void { get; set; }
}

[Operator("threads.basket-summaries")]
public sealed partial class BasketTotals : KeyedOperator<string, Line, Summary>
{
    [State] private partial decimal Total { get; set; }

    protected override void OnEvent(Line line, OperatorContext<Summary> context)
    {
        Total += line.Price * line.Quantity;
        context.Emit(new Summary(Key, () => Total)); // expect: SG2006
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Summary> context)
    {
        context.Emit(new Summary("closing", Rounded)); // expect: SG2006
    }

    private decimal Rounded() => Math.Round(Total, 1);
}

[Operator("threads.basket-summaries.pairs")]
public sealed partial class BasketPairs : KeyedOperator<string, Line, (string Customer, Func<int> Items)>
{
    [State] private partial ImmutableList<string>? Products { get; set; }

    protected override void OnEvent(Line line, OperatorContext<(string Customer, Func<int> Items)> context)
    {
        var products = Products ?? [];
        Products = products.Add(line.Product);
        var pair = (Key, new Func<int>(() => Products?.Count ?? 0)); // expect: SG2006
        context.Emit(pair);
    }
}

[Operator("threads.basket-summaries.receipts")]
public sealed partial class Receipts : KeyedOperator<string, Line, Receipt>
{
    [State] private partial decimal Total { get; set; }

    [State] private partial int Lines { get; set; }

    protected override void OnEvent(Line line, OperatorContext<Receipt> context)
    {
        Total += line.Price;
        Lines++;
        var receipt = new Receipt
        {
            Customer = Key,
            Text = new Lazy<string>(() => $"{Lines} lines"), // expect: SG2006
            Void = () => Total = 0, // expect: SG2006
        };
        context.Emit(receipt);
    }
}
