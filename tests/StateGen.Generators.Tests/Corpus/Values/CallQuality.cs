using System.Runtime.InteropServices;

namespace Corpus.Values.CallQuality;

public sealed record CallLeg(string Subscriber, string Cell, int Seconds, int LostPackets, bool Dropped);

public sealed record QualityScore(string Subscriber, double Score, long Legs);

public sealed class LegStats
{
    public long Count { get; set; }

    public long Seconds { get; set; }

    public int Longest { get; set; }
}

internal static class LegStatsExtensions
{
    public static void Include(this LegStats stats, CallLeg leg)
    {
        stats.Count++;
        stats.Seconds += leg.Seconds;
        stats.Longest = Math.Max(stats.Longest, leg.Seconds);
    }

    public static double Weigh(this LegStats stats, double factor) => stats.Seconds * factor / Math.Max(1, stats.Count);
}

/// <summary>
/// Scores the quality of a subscriber's calls. The score falls with lost packets and with dropped legs,
/// and recovers with every leg that ended well.
/// </summary>
[Operator("values.callquality")]
public sealed partial class CallQuality : KeyedOperator<string, CallLeg, QualityScore>
{
    private readonly LegStats _good = new(); // expect: SG2001
    private readonly LegStats _bad = new(); // expect: SG2001
    private readonly List<string> _cells = []; // expect: SG2001
    private readonly Dictionary<string, int> _dropsByCell = []; // expect: SG2001
    private readonly int[] _lossHistogram = new int[10]; // expect: SG2001
    private int _dropped; // expect: SG2001
    private long _lost; // expect: SG2001
    private readonly LegStats _baseline = new() { Count = 1, Seconds = 90 };

    [State] private partial double Score { get; set; }

    [State] private partial long Legs { get; set; }

    protected override void OnEvent(CallLeg leg, OperatorContext<QualityScore> context)
    {
        Legs++;
        var stats = _good;
        if (leg.Dropped)
        {
            _bad.Include(leg);
            Bump(ref _dropped);
        }
        else
        {
            stats.Count++;
            stats.Seconds += leg.Seconds;
        }

        ref var lost = ref _lost;
        lost += leg.LostPackets;
        NoteCell(_cells, leg.Cell);
        if (leg.Dropped)
            CollectionsMarshal.GetValueRefOrAddDefault(_dropsByCell, leg.Cell, out _)++;

        var histogram = _lossHistogram.AsSpan();
        histogram[Math.Min(leg.LostPackets / 10, histogram.Length - 1)] += 1;

        var score = Evaluate(leg);
        if (Math.Abs(score - Score) < 0.01)
            return;
        Score = score;
        context.Emit(new QualityScore(Key, score, Legs));
    }

    private double Evaluate(CallLeg leg)
    {
        var reference = _baseline;
        var local = new LegStats();
        local.Include(leg);
        var score = local.Weigh(0.5) / reference.Weigh(1.0);
        if (_dropsByCell.TryGetValue(leg.Cell, out var drops))
            score -= drops * 0.05;
        score -= _dropped * 0.1;
        score -= _lost / 1000.0;
        return _cells.Count > 3 ? score * 0.95 : score;
    }

    private static void Bump(ref int counter)
    {
        if (counter < int.MaxValue)
            counter++;
    }

    private static void NoteCell(List<string> cells, string cell)
    {
        if (cells.Count > 0 && cells[^1] == cell)
            return;
        cells.Add(cell);
    }
}
