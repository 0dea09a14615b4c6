namespace Corpus.Threads.AdAuction;

public interface IPriceFeed
{
    event Action<string, decimal>? Changed;

    Task<decimal> FloorAsync(string page);
}

public sealed partial class Auction
{
    private async Task RefreshFloorAsync(string page)
    {
        var floor = await _feed.FloorAsync(page);
        Highest = Math.Max(Highest, floor); // expect: SG2004
    }

    private void OnPriceChanged(string campaign, decimal price)
    {
        if (ByCampaign.ContainsKey(campaign))
            ByCampaign[campaign] = price;
    }
}
