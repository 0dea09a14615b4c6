namespace Corpus.MutationCorrect.Bids;

public sealed record Bid(string Bidder, decimal Amount, bool Withdrawn);

public sealed class Book
{
    public List<decimal> Amounts { get; set; } = [];

    public string? Leader { get; set; }

    public void Place(Bid bid)
    {
        Amounts.Add(bid.Amount);
        Leader = bid.Bidder;
    }
}

[Operator("mutationcorrect.bids")]
internal sealed partial class Bids : KeyedOperator<long, Bid, string>
{
    [State(Copy = true)] private partial Book? Current { get; set; }

    [State(Copy = true)] private partial Book? Previous { get; set; }

    [State(Copy = true), Ttl(Days = 10)] private partial MapState<string, Book> ByBidder { get; }

    protected override void OnEvent(Bid value, OperatorContext<string> context)
    {
        var book = Current;
        if (book is null)
        {
            book = new Book();
            book.Place(value);
            Current = book;
        }
        else if (value.Withdrawn)
        {
            book.Amounts.Remove(value.Amount);
            book.Leader = null;
            Current = book;
        }
        else
        {
            var archived = Current!;
            archived.Leader ??= value.Bidder;
            Previous = archived;
            book.Place(value);
            Current = book;
        }

        switch (ByBidder.GetValueOrDefault(value.Bidder))
        {
            case null:
                ByBidder[value.Bidder] = new Book { Amounts = { value.Amount } };
                break;
            case { Amounts.Count: > 20 } large:
                large.Amounts.RemoveRange(0, 10);
                ByBidder[value.Bidder] = large;
                break;
            case var own:
                own.Place(value);
                ByBidder[value.Bidder] = own;
                break;
        }

        context.Emit(book.Leader ?? "nobody");
    }
}
