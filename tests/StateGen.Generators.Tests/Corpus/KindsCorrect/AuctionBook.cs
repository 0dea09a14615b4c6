namespace Corpus.KindsCorrect.Auctions;

public sealed record Bid(string Lot, decimal Price, string Bidder, DateTimeOffset At);

public sealed record Closing(string Lot, decimal Price, int Bids);

/// <summary>An order book: bids by price, best ones last.</summary>
[Operator("kinds.correct.auction-book")]
public sealed partial class AuctionBook : KeyedOperator<string, Bid, Closing>
{
    private const int Depth = 100;

    [State] private partial SortedMapState<decimal, string> Book { get; }
    [State, Ttl(Minutes = 5)] private partial SortedMapState<long, decimal> Times { get; }
    [State] private partial int Count { get; set; }

    protected override void OnEvent(Bid bid, OperatorContext<Closing> context)
    {
        Count++;
        Book[bid.Price] = bid.Bidder;
        Times[bid.At.UtcTicks] = bid.Price;
        Book.RemoveRange(0, bid.Price - Depth);
        using (var cursor = Book.After(bid.Price).OpenCursor())
        {
            while (cursor.MoveNext())
            {
                if (cursor.Current.Value == bid.Bidder)
                    cursor.RemoveCurrent();
            }
        }

        if (Count == 1)
            context.Timers.RegisterEventTime(bid.At.AddMinutes(1));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Closing> context)
    {
        foreach (var price in Book.Keys.ToArray())
        {
            if (price < 1)
                Book.Remove(price);
        }

        foreach (var (price, bidder) in Book.Reverse())
        {
            if (bidder.Length == 0)
            {
                Book.Remove(price);
                break;
            }
        }

        if (Book.TryGetLast(out var best))
            context.Emit(new(Key, best.Key, Count));
        Clear();
    }

    private void Clear()
    {
        Book.Clear();
        Count = 0;
    }
}

[Operator("kinds.correct.auction-ladder")]
public sealed partial class AuctionLadder : KeyedOperator<string, Bid, decimal[]>
{
    [State, Ttl(Hours = 1)] private partial SortedMapState<decimal, string> Ladder { get; }

    protected override void OnEvent(Bid bid, OperatorContext<decimal[]> context)
    {
        Ladder[bid.Price] = bid.Bidder;
        var near = Ladder.Range(bid.Price - 5, bid.Price + 5);
        context.Emit([.. near.Keys]);
        context.Emit([.. Best().Take(3)]);
    }

    private IEnumerable<decimal> Best() => Ladder.Reverse().Keys;
}
