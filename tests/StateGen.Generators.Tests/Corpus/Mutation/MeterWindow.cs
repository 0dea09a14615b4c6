namespace Corpus.Mutation.MeterWindow;

public sealed record MeterBatch(IReadOnlyList<double> Kilowatts, bool Final);

[Operator("mutation.meter-window")]
internal sealed partial class MeterWindow : KeyedOperator<long, MeterBatch, double>
{
    private const int Size = 96;

    [State(Copy = true)] private partial List<double>? Window { get; set; }

    [State(Copy = true)] private partial SortedSet<double>? Peaks { get; set; }

    [State(Copy = true)] private partial Queue<double>? Recent { get; set; }

    [State] private partial int Batches { get; set; }

    protected override void OnEvent(MeterBatch value, OperatorContext<double> context)
    {
        Batches++;
        Append(value);
        RememberPeaks(value);
        Slide(value, context);
    }

    private void Append(MeterBatch batch)
    {
        var window = Window ?? [];
        foreach (var kilowatt in batch.Kilowatts)
        {
            window.Add(kilowatt);
            Window = window;
        }

        if (window.Count > Size)
            window.RemoveRange(0, window.Count - Size); // expect: SG2007
    }

    private void RememberPeaks(MeterBatch batch)
    {
        var peaks = Peaks ?? [];
        peaks.UnionWith(batch.Kilowatts.Where(kilowatt => kilowatt > 11)); // expect: SG2007
        if (batch.Final)
            Peaks = peaks;
    }

    private void Slide(MeterBatch batch, OperatorContext<double> context)
    {
        var recent = Recent ?? new Queue<double>();
        foreach (var kilowatt in batch.Kilowatts)
        {
            Recent = recent;
            if (recent.Count == 4)
                context.Emit(recent.Average());
            recent.Enqueue(kilowatt); // expect: SG2007
        }
    }
}
