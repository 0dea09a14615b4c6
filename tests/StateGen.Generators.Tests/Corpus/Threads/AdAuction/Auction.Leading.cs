namespace Corpus.Threads.AdAuction;

public sealed partial class Auction
{
    private void Lead(Bid bid, OperatorContext<Outcome> context)
    {
        Highest = bid.Price;
        Leader = bid.Campaign;
        Announce(context);
    }

    private void Announce(OperatorContext<Outcome> context)
    {
        void Publish()
        {
            context.Emit(new Outcome(Key, Leader ?? "", Highest));
        }

        if (Bids % 100 == 0)
            Task.Factory.StartNew(Publish); // expect: SG2005
        else
            Publish();
    }

    private void CloseSlot(OperatorContext<Outcome> context)
    {
        try
        {
            context.Emit(new Outcome(Key, Leader!, Highest));
            ByCampaign.Clear();
        }
        catch (Exception e) // expect: SG2015
        {
            Console.Error.WriteLine(e);
        }

        Highest = 0;
        Leader = null;
    }

    private void Prepare() => Bids = 0;

    private void Pulse()
    {
        if (Highest > 0)
            Console.WriteLine($"{Leader} leads");
    }

    private void Evict(string campaign)
    {
        if (campaign != Leader)
            ByCampaign.Remove(campaign);
    }

    private IEnumerable<string> LosersBelow(decimal price)
    {
        foreach (var (campaign, bid) in ByCampaign)
        {
            if (bid < price)
                yield return campaign;
        }
    }
}
