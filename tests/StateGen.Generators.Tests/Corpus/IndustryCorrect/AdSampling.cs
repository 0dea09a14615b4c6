using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Corpus.IndustryCorrect.AdSampling;

public sealed record BidRequest(string RequestId, string UserId, string Site, decimal Floor, DateTimeOffset At);

public sealed class Creative(string campaign, string size) : IEquatable<Creative>
{
    public string Campaign { get; } = campaign;

    public string Size { get; } = size;

    public bool Equals(Creative? other) => other is not null && Campaign == other.Campaign && Size == other.Size;

    public override bool Equals(object? obj) => Equals(obj as Creative);

    public override int GetHashCode() => HashCode.Combine(Campaign, Size);
}

public sealed class Auction
{
    public Guid Id { get; set; }

    public int Bucket { get; set; }

    public List<Creative> Creatives { get; set; } = [];
}

public interface ICatalog
{
    IReadOnlyList<Creative> Match(string site, decimal floor);
}

public static class Sharding
{
    private const int Shards = 128;

    public static int ShardOf(string value)
    {
        var hash = 2166136261u;
        foreach (var c in value)
            hash = (hash ^ c) * 16777619u;
        return (int)(hash % Shards);
    }

    public static Guid IdOf(string value)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(value), hash);
        return new Guid(hash[..16]);
    }

    public static int SeedOf(string value) => BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}

[Operator("industrycorrect.adsampling")]
public sealed partial class AdSampling(ICatalog catalog, double sampleRate) : KeyedOperator<int, BidRequest, Auction>
{
    private readonly int _host = Environment.MachineName.GetHashCode();

    [State(Copy = true)] private partial HashSet<string>? RecentCampaigns { get; set; }

    [State, Ttl(Days = 1)] private partial MapState<string, int> Impressions { get; }

    public override string ToString() => $"{nameof(AdSampling)} on host {_host:x} at {DateTime.Now:T}";

    protected override void OnEvent(BidRequest value, OperatorContext<Auction> context)
    {
        var random = new Random(Sharding.SeedOf(value.RequestId));
        if (random.NextDouble() >= sampleRate)
            return;

        var (recent, chosen) = (RecentCampaigns ?? [], new HashSet<Creative>());
        foreach (var creative in catalog.Match(value.Site, value.Floor))
        {
            if (!recent.Add(creative.Campaign) || IsCapped(value.UserId, creative))
                continue;
            chosen.Add(creative);
        }
        if (recent.Count > 1000)
            recent.Clear();
        RecentCampaigns = recent;
        if (chosen.Count == 0)
            return;

        var auction = new Auction { Id = Sharding.IdOf(value.RequestId), Bucket = Sharding.ShardOf(value.Site) };
        auction.Creatives.AddRange(chosen.OrderBy(creative => creative.Campaign, StringComparer.Ordinal));
        context.Emit(auction);
        chosen.Clear();
    }

    private bool IsCapped(string user, Creative creative)
    {
        var name = $"{user}/{creative.Campaign}";
        var seen = Impressions.GetValueOrDefault(name) + 1;
        Impressions[name] = seen;
        return seen > (Sharding.ShardOf(user) % 2 == 0 ? 3 : 5);
    }
}

public static class AdPipelines
{
    public static EventStream<Auction> BySite(ISource<BidRequest> requests, ICatalog catalog) => Pipeline.From(requests)
        .WithEventTime(request => request.At, TimeSpan.FromSeconds(2))
        .KeyBy(request => Sharding.ShardOf(request.Site))
        .Process(() => new AdSampling(catalog, 0.1));

    public static string NewRunName() => $"ads-{DateTime.UtcNow:yyyyMMdd}-{Guid.NewGuid():N}";
}
