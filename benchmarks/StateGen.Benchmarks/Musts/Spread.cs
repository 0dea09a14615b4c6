namespace StateGen.Benchmarks.Musts;

/// <summary>The median of several runs, with their range.</summary>
internal readonly record struct Spread(double Median, double Least, double Most, int Runs)
{
    public static Spread Of(IEnumerable<double> runs)
    {
        double[] sorted = [.. runs.Order()];
        return new(sorted[sorted.Length / 2], sorted[0], sorted[^1], sorted.Length);
    }
}
