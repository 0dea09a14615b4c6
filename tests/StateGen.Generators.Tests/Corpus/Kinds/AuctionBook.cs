namespace Corpus.Kinds.Auctions;

public sealed record Bid(string Lot, decimal Price, string Bidder, DateTimeOffset At);

public sealed record Closing(string Lot, decimal Price, int Bids);

/// <summary>An order book: bids by price, best ones last.</summary>
[Operator("kinds.auction-book")]
public sealed partial class AuctionBook : KeyedOperator<string, Bid, Closing>
{
    private SortedMapState<decimal, string>? _book;

    [State] private partial SortedMapState<decimal, string> Book { get; }
    [State] private partial SortedMapState<long, decimal> Times { get; } // expect: SG3003
    [State] private partial int Count { get; set; }

    public AuctionBook()
    {
        Book.Clear(); // expect: SG2002
    }

    protected override ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken)
    {
        if (Book.TryGetLast(out _)) // expect: SG2002
            Console.WriteLine("The book was restored.");
        return ValueTask.CompletedTask;
    }

    protected override void OnEvent(Bid bid, OperatorContext<Closing> context)
    {
        Count++;
        Book[bid.Price] = bid.Bidder;
        Times[bid.At.UtcTicks] = bid.Price;
        _book = Book; // expect: SG2008
        foreach (var (price, _) in Book.Before(bid.Price - 100)) // expect: SG2009
            Book.Remove(price);
        context.Timers.RegisterEventTime(bid.At.AddMinutes(1)); // expect: SG2013
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Closing> context)
    {
        foreach (var price in Book.Reverse().Keys) // expect: SG2009
        {
            if (price < 1)
                Drop(price);
        }

        if (Book.TryGetLast(out var best))
            context.Emit(new(Key, best.Key, Count));
    }

    private void Drop(decimal price) => Book.Remove(price);
}

[Operator("kinds.auction-ladder")]
public sealed partial class AuctionLadder : KeyedOperator<string, Bid, IEnumerable<KeyValuePair<decimal, string>>>
{
    [State, Ttl(Hours = 1)] private partial SortedMapState<decimal, string> Ladder { get; }

    // The ladder of another key, by the time that anyone reads it.
    public SortedMapRange<decimal, string> Top => Ladder.From(100); // expect: SG2008

    protected override void OnEvent(Bid bid, OperatorContext<IEnumerable<KeyValuePair<decimal, string>>> context)
    {
        Ladder[bid.Price] = bid.Bidder;
        context.Emit(Ladder.Range(bid.Price - 5, bid.Price + 5)); // expect: SG2008
    }
}
