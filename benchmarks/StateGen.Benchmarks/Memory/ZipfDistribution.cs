namespace StateGen.Benchmarks.Memory;

/// <summary>
/// Draws Zipf-distributed ranks with exponent 0.99, as YCSB does (J. Gray et al., "Quickly Generating Billion-Record Synthetic Databases", SIGMOD 1994).
/// </summary>
internal sealed class ZipfDistribution
{
    private const double Theta = 0.99;

    private readonly Random _random;
    private readonly int _count;
    private readonly double _zeta;
    private readonly double _eta;

    public ZipfDistribution(int count, Random random)
    {
        _random = random;
        _count = count;
        _zeta = Zeta(count);
        _eta = (1 - Math.Pow(2.0 / count, 1 - Theta)) / (1 - (Zeta(2) / _zeta));
    }

    /// <summary>Draws a rank between 0, the most popular, and count - 1.</summary>
    public int Next()
    {
        var uniform = _random.NextDouble();
        var scaled = uniform * _zeta;
        if (scaled < 1)
            return 0;
        if (scaled < 1 + Math.Pow(0.5, Theta))
            return 1;
        return Math.Min(_count - 1, (int)(_count * Math.Pow((_eta * uniform) - _eta + 1, 1 / (1 - Theta))));
    }

    private static double Zeta(int count)
    {
        var sum = 0.0;
        for (var i = 1; i <= count; i++)
            sum += 1 / Math.Pow(i, Theta);
        return sum;
    }
}
