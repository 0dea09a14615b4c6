using System.Collections.Concurrent;
using System.Threading;

namespace Corpus.Values.AdFrequency;

public sealed record Impression(string User, string Campaign, decimal Price, int Hour);

public sealed record Capped(string User, string Campaign, int Shown);

public readonly record struct PacingTick(string Campaign, decimal Spent);

[Operator("values.adfrequency")]
public sealed partial class FrequencyCap : KeyedOperator<string, Impression, Capped>
{
    private static long s_served; // expect: SG2001
    private static readonly ConcurrentDictionary<string, int> ShownByCampaign = new(); // expect: SG2001
    private static readonly int[] ServedByHour = new int[24]; // expect: SG2001
    private static readonly string[] HouseCampaigns = ["house-a", "house-b"];

    [State, Ttl(Days = 1)] private partial MapState<string, int> Shown { get; }

    protected override void OnEvent(Impression impression, OperatorContext<Capped> context)
    {
        if (Array.IndexOf(HouseCampaigns, impression.Campaign) >= 0)
            return;
        Interlocked.Increment(ref s_served);
        ServedByHour[impression.Hour]++;
        var everywhere = ShownByCampaign.AddOrUpdate(impression.Campaign, 1, static (_, shown) => shown + 1);

        var shown = Shown.GetValueOrDefault(impression.Campaign) + 1;
        Shown[impression.Campaign] = shown;
        if (shown > 5 || everywhere > 1_000_000)
            context.Emit(new Capped(Key, impression.Campaign, shown));
    }
}

[Operator("values.adfrequency.pacing")]
public sealed partial class BudgetPacing : KeyedOperator<string, Impression, PacingTick>
{
    private static decimal Spent { get; set; } // expect: SG2001

    [State] private partial int Impressions { get; set; }

    protected override void OnEvent(Impression impression, OperatorContext<PacingTick> context)
    {
        Impressions++;
        Spent += impression.Price;
        if (Impressions % 50 == 0)
            context.Emit(new PacingTick(Key, Spent));
    }
}
