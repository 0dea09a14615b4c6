namespace Corpus.Mutation.OrderDesk;

public abstract record DeskEvent;

public sealed record Quote(decimal Bid, decimal Ask) : DeskEvent;

public sealed record Fill(long OrderId, int Quantity) : DeskEvent;

public sealed record Cancel(long OrderId, string Reason) : DeskEvent;

public sealed record Tag(long OrderId, string Text) : DeskEvent;

public sealed class OrderLine
{
    public int Quantity { get; set; }

    public decimal Price { get; set; }
}

public sealed class DeskOrder
{
    public long Id { get; set; }

    public decimal Price { get; set; }

    public string? Reason { get; set; }

    public List<OrderLine>? Lines { get; set; }

    public Dictionary<string, string>? Tags { get; set; }
}

/// <summary>Keeps the working order of each trader.</summary>
[Operator("mutation.order-desk")]
internal sealed partial class OrderDesk : KeyedOperator<string, DeskEvent, long>
{
    [State(Copy = true)] private partial DeskOrder? Last { get; set; }

    [State(Copy = true), Ttl(Days = 7)] private partial MapState<long, DeskOrder> Working { get; }

    [State(Copy = true)] private partial decimal[]? Levels { get; set; }

    protected override void OnEvent(DeskEvent value, OperatorContext<long> context)
    {
        switch (value)
        {
            case Quote quote:
                Reprice(quote);
                break;
            case Fill fill:
                Working.GetValueOrDefault(fill.OrderId)?.Lines?.Add(new OrderLine { Quantity = fill.Quantity }); // expect: SG2007
                Last?.Lines?.RemoveAll(line => line.Quantity == 0); // expect: SG2007
                break;
            case Cancel cancel:
                CancelOrder(cancel);
                break;
            case Tag tag:
                Last?.Tags?.Remove(tag.Text); // expect: SG2007
                break;
        }

        if (Last is not null)
            context.Emit(Last.Id);
    }

    private void Reprice(Quote quote)
    {
        Last?.Price = (quote.Bid + quote.Ask) / 2; // expect: SG2007
        Levels?[0] = quote.Bid; // expect: SG2007
        var order = Last;
        order?.Price -= 0.01m; // expect: SG2007
    }

    private void CancelOrder(Cancel cancel)
    {
        var order = Working.GetValueOrDefault(cancel.OrderId);
        order?.Reason = cancel.Reason; // expect: SG2007
        if (order is { Lines: null })
            Working.Remove(cancel.OrderId);
    }
}
