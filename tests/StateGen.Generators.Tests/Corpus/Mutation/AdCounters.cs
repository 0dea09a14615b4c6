using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace Corpus.Mutation.AdCounters;

public sealed record Impression(string Campaign, int Slot, long Micros, bool Clicked);

public sealed class CampaignTotals
{
    public long Impressions;

    public long Micros;

    public int Clicks;

    public int[] Slots { get; set; } = new int[8];
}

[Operator("mutation.ad-counters")]
internal sealed partial class AdCounters : KeyedOperator<string, Impression, long>
{
    [State(Copy = true)] private partial CampaignTotals? Totals { get; set; }

    [State(Copy = true)] private partial Dictionary<string, int>? PerCampaign { get; set; }

    [State(Copy = true)] private partial Dictionary<string, long>? Spend { get; set; }

    [State(Copy = true)] private partial List<long>? Prices { get; set; }

    [State(Copy = true)] private partial long[]? Buckets { get; set; }

    protected override void OnEvent(Impression value, OperatorContext<long> context)
    {
        var totals = Totals ?? new CampaignTotals();
        Interlocked.Add(ref totals.Micros, value.Micros);
        Interlocked.Increment(ref totals.Impressions); // expect: SG2007
        if (value.Clicked)
            Click(value);

        var counts = PerCampaign ?? [];
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, value.Campaign, out var exists);
        count++; // expect: SG2007
        if (!exists)
            context.Emit(counts.Count);

        CollectionsMarshal.GetValueRefOrAddDefault(Spend ??= [], value.Campaign, out _) += value.Micros; // expect: SG2007

        if (Prices is { Count: > 100 } prices)
        {
            var span = CollectionsMarshal.AsSpan(prices);
            span[0] = value.Micros;
            span.Sort(); // expect: SG2007
        }

        Scale(value.Slot);
    }

    private void Click(Impression value)
    {
        if (Totals is not { } totals)
            return;
        Interlocked.Increment(ref totals.Slots[value.Slot]); // expect: SG2007
    }

    private void Scale(int slot)
    {
        if (Buckets is null)
        {
            Buckets = new long[64];
            return;
        }

        var bytes = MemoryMarshal.AsBytes(Buckets.AsSpan());
        bytes[slot] = 0; // expect: SG2007

        var first = Buckets;
        ref var head = ref MemoryMarshal.GetArrayDataReference(first);
        Unsafe.Add(ref head, slot) = 1; // expect: SG2007

        CollectionsMarshal.SetCount(Prices ??= [], slot); // expect: SG2007
    }
}
