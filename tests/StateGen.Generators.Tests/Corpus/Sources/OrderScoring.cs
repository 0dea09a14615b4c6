using System.Diagnostics;

namespace Corpus.Sources.OrderScoring;

public sealed record Order(long Id, ImmutableLines Lines, decimal Total);

public sealed record ImmutableLines(int Count, int DistinctProducts);

public sealed record Score(long Order, double Risk, double Milliseconds);

[Operator("sources.orderscoring")]
public sealed partial class OrderScoring : KeyedOperator<long, Order, Score>
{
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly double[] _weights;

    public OrderScoring(IEnumerable<double> weights) => _weights = [.. weights];

    [State] private partial double Average { get; set; }
    [State] private partial int Seen { get; set; }
    [State] private partial long FirstTick { get; set; }
    [State] private partial TimeSpan Slowest { get; set; }

    protected override void OnEvent(Order order, OperatorContext<Score> context)
    {
        if (Seen++ == 0)
            FirstTick = _sinceStart.ElapsedTicks; // expect: SG2010

        var start = Stopwatch.GetTimestamp(); // expect: SG2010
        var risk = Rate(order);
        var took = Stopwatch.GetElapsedTime(start); // expect: SG2010
        if (took > Slowest)
            Slowest = took;

        Average += (risk - Average) / Seen;
        context.Emit(new Score(order.Id, risk - Average, took.TotalMilliseconds));
        if (WarmedUp && risk > 3 * Average)
            context.Emit(new Score(order.Id, risk, 0));
    }

    // The first scores are not stable.
    private bool WarmedUp => _sinceStart.Elapsed > TimeSpan.FromSeconds(30); // expect: SG2010

    private double Rate(Order order)
    {
        var values = (ReadOnlySpan<double>)[(double)order.Total, order.Lines.Count, order.Lines.DistinctProducts];
        var sum = 0d;
        for (var i = 0; i < Math.Min(values.Length, _weights.Length); i++)
            sum += values[i] * _weights[i];
        return sum;
    }
}
