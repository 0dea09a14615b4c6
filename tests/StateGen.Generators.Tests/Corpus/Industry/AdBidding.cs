using System.Collections.Concurrent;

namespace Corpus.Industry.AdBidding;

public sealed record BidRequest(string UserId, string Site, string Format, ImmutableSegments Segments, decimal Floor, DateTimeOffset At);

public sealed record ImmutableSegments(string Primary, string Secondary);

public sealed record Candidate(string Campaign, string Creative, decimal Price);

public sealed class Auction
{
    public string Id { get; set; } = "";

    public int Bucket { get; set; }

    public List<Candidate> Candidates { get; set; } = [];
}

public interface ICampaignCatalog
{
    IReadOnlyList<Candidate> Match(string segment, string format);
}

public static class Sharding
{
    private const int Shards = 128;

    public static int ShardOf(string value) => Normalize(value.GetHashCode());

    public static int StableShardOf(string value)
    {
        var hash = 2166136261u;
        foreach (var c in value)
            hash = (hash ^ c) * 16777619u;
        return (int)(hash % Shards);
    }

    private static int Normalize(int hash) => (hash & int.MaxValue) % Shards;
}

[Operator("industry.adbidding")]
public sealed partial class AdBidding(ICampaignCatalog catalog, double sampleRate) : KeyedOperator<int, BidRequest, Auction>
{
    private static readonly ConcurrentDictionary<string, int> Impressions = new(StringComparer.Ordinal); // expect: SG2001

    private (string Campaign, decimal Price) _lastWinner; // expect: SG2001

    [State(Copy = true)] private partial List<string>? RecentCampaigns { get; set; }

    [State] private partial int Requests { get; set; }

    [State, Ttl(Days = 1)] private partial MapState<string, decimal> SpentByCampaign { get; }

    protected override void OnEvent(BidRequest value, OperatorContext<Auction> context)
    {
        if (Random.Shared.NextDouble() >= sampleRate) // expect: SG2010
            return;

        var (requests, recent) = (Requests + 1, RecentCampaigns ?? []);
        var auction = new Auction
        {
            Id = $"{Key}-{Guid.CreateVersion7(value.At):N}", // expect: SG2010
            Bucket = HashCode.Combine(value.Site, value.Format) & 1023, // expect: SG2010
        };

        foreach (var candidate in catalog.Match(value.Segments.Primary, value.Format).Where(candidate => candidate.Price >= value.Floor))
        {
            if (recent.Contains(candidate.Campaign) || IsCapped(value.UserId, candidate))
                continue;
            auction.Candidates.Add(candidate);
        }

        if (auction.Candidates is [var only])
        {
            context.Emit(auction);
            recent.Add(only.Campaign); // expect: SG2007
        }
        else if (auction.Candidates.Count > 1)
        {
            context.Emit(auction); // expect: SG2014
            auction.Candidates.Sort((left, right) => right.Price.CompareTo(left.Price));
            Award(auction.Candidates[0]);
        }
        Requests = requests;
    }

    private bool IsCapped(string user, Candidate candidate)
    {
        var cap = Sharding.ShardOf(user) % 2 == 0 ? 3 : 5; // expect: SG2010
        return Impressions.AddOrUpdate($"{user}/{candidate.Campaign}", 1, static (_, seen) => seen + 1) > cap;
    }

    private void Award(Candidate winner)
    {
        var price = _lastWinner.Campaign == winner.Campaign ? decimal.Max(_lastWinner.Price, winner.Price) : winner.Price;
        SpentByCampaign[winner.Campaign] = SpentByCampaign.GetValueOrDefault(winner.Campaign) + price;
        _lastWinner = (winner.Campaign, price);
    }
}

public static class AdPipelines
{
    public static EventStream<Auction> BySite(ISource<BidRequest> requests, ICampaignCatalog catalog) => Pipeline.From(requests)
        .WithEventTime(request => request.At, TimeSpan.FromSeconds(2))
        .KeyBy(request => Sharding.StableShardOf(request.Site))
        .Process(() => new AdBidding(catalog, 0.1));

    public static EventStream<Auction> ByUser(ISource<BidRequest> requests, ICampaignCatalog catalog) => Pipeline.From(requests)
        .WithEventTime(request => request.At, TimeSpan.FromSeconds(2))
        .KeyBy(request => (request.UserId.GetHashCode() & int.MaxValue) % 64) // expect: SG2010
        .Process(() => new AdBidding(catalog, 1.0));

    public static EventStream<Auction> BySegment(ISource<BidRequest> requests, ICampaignCatalog catalog) => Pipeline.From(requests)
        .WithEventTime(request => request.At, TimeSpan.FromSeconds(2))
        .KeyBy(request => StringComparer.OrdinalIgnoreCase.GetHashCode(request.Segments.Primary)) // expect: SG2010
        .Process(() => new AdBidding(catalog, 1.0));
}
