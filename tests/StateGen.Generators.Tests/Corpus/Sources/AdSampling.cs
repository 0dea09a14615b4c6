using System.Security.Cryptography;

namespace Corpus.Sources.AdSampling;

public sealed record Impression(string Campaign, int Slot, string Page);

public sealed record Sampled(Guid Id, string Campaign, string Page, double Weight);

[Operator("sources.adsampling")]
public sealed partial class AdSampling(double rate) : KeyedOperator<string, Impression, Sampled>
{
    [State] private partial long Total { get; set; }
    [State] private partial Guid? Session { get; set; }
    [State(Name = "kept")] private partial ListState<Impression> Kept { get; }

    protected override void OnEvent(Impression impression, OperatorContext<Sampled> context)
    {
        Total++;
        Session ??= Guid.NewGuid(); // expect: SG2010
        if (Random.Shared.NextDouble() >= rate) // expect: SG2010
            return;

        Kept.Add(impression);
        context.Emit(new Sampled(Session.Value, impression.Campaign, impression.Page, 1 / rate));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Sampled> context)
    {
        var kept = Kept.ToArray();
        Kept.Clear();
        Random.Shared.Shuffle(kept); // expect: SG2010
        foreach (var impression in kept.Take(10))
            context.Emit(new Sampled(
                Guid.CreateVersion7(), // expect: SG2010
                impression.Campaign,
                impression.Page,
                Total / 10d));
    }
}

[Operator("sources.adsampling.coupons")]
public sealed partial class Coupons : KeyedOperator<string, Impression, string>
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    [State] private partial int Issued { get; set; }
    [State] private partial string? Salt { get; set; }

    protected override void OnEvent(Impression impression, OperatorContext<string> context)
    {
        if (impression.Slot != 1)
            return;
        if (Salt is null)
        {
            Span<byte> bytes = stackalloc byte[8];
            RandomNumberGenerator.Fill(bytes); // expect: SG2010
            Salt = Convert.ToHexString(bytes);
        }

        var winner = RandomNumberGenerator.GetInt32(1_000) == 0; // expect: SG2010
        Issued += winner ? 1 : 0;
        context.Emit(winner ? $"{Salt}-{Code()}" : $"{Salt}-{Issued}");
    }

    private static string Code() => RandomNumberGenerator.GetString(Alphabet, 6); // expect: SG2010
}

[Operator("sources.adsampling.bids")]
public sealed partial class BidNoise : KeyedOperator<int, decimal, (string Bid, decimal Price)>
{
    [State] private partial decimal Floor { get; set; }

    protected override void OnEvent(decimal price, OperatorContext<(string Bid, decimal Price)> context)
    {
        if (price < Floor)
            return;
        var noisy = price * (decimal)(0.95 + 0.1 * Next());
        Floor = Math.Max(Floor, noisy / 2);
        (string Bid, decimal Price) bid = (Guid.NewGuid().ToString("N"), noisy); // expect: SG2010
        context.Emit(bid);

        static double Next() => Random.Shared.NextSingle(); // expect: SG2010
    }
}
