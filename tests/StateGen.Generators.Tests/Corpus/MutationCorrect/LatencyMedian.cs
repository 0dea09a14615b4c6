namespace Corpus.MutationCorrect.LatencyMedian;

public sealed record Latency(double Milliseconds);

public sealed record Summary(double Median, double Highest);

[Operator("mutationcorrect.latency-median")]
internal sealed partial class LatencyMedian : KeyedOperator<string, Latency, Summary>
{
    [State(Copy = true)] private partial List<double>? Samples { get; set; }

    [State(Copy = true)] private partial double[]? Slowest { get; set; }

    protected override void OnEvent(Latency value, OperatorContext<Summary> context)
    {
        Samples = [.. (Samples ?? []).TakeLast(99), value.Milliseconds];
        Slowest = [.. Slowest ?? [], value.Milliseconds];

        var sorted = Samples;
        sorted.Sort();
        var slowest = Slowest;
        Array.Sort(slowest);
        Array.Reverse(slowest);
        context.Emit(new Summary(sorted[sorted.Count / 2], slowest[0]));
    }
}
