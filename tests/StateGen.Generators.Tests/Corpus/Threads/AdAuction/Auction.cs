using System.Threading;

namespace Corpus.Threads.AdAuction;

public sealed record Bid(string Campaign, decimal Price, string Page);

public sealed record Outcome(string Slot, string Campaign, decimal Price);

[Operator("threads.ad-auction")]
public sealed partial class Auction : KeyedOperator<string, Bid, Outcome>, IAsyncDisposable
{
    private readonly IPriceFeed _feed;
    private readonly Timer _pulse;

    public Auction(IPriceFeed feed)
    {
        _feed = feed;
        _pulse = new Timer(_ => Pulse(), null, 1_000, 1_000); // expect: SG2005
        feed.Changed += OnPriceChanged; // expect: SG2006
        Prepare(); // expect: SG2002
    }

    [State] private partial decimal Highest { get; set; }

    [State] private partial string? Leader { get; set; }

    [State] private partial int Bids { get; set; }

    [State, Ttl(Days = 1)] private partial MapState<string, decimal> ByCampaign { get; }

    protected override void OnEvent(Bid bid, OperatorContext<Outcome> context)
    {
        Bids++;
        var previous = ByCampaign.GetValueOrDefault(bid.Campaign);
        if (bid.Price <= previous)
            return;
        ByCampaign[bid.Campaign] = bid.Price;
        if (bid.Price > Highest)
            Lead(bid, context);
        Task.Run(() => RefreshFloorAsync(bid.Page)); // expect: SG2005
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Outcome> context)
    {
        foreach (var campaign in LosersBelow(Highest / 2)) // expect: SG2009
            Evict(campaign);
        CloseSlot(context);
    }

    public async ValueTask DisposeAsync()
    {
        Leader = null; // expect: SG2002
        await _pulse.DisposeAsync();
    }
}
