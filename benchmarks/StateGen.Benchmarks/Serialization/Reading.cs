namespace StateGen.Benchmarks.Serialization;

/// <summary>The record that is written and read: six fields, including text.</summary>
internal sealed record Reading(long Sensor, string Site, double Value, int Count, bool IsValid, long Timestamp)
{
    /// <summary>The number of different readings.</summary>
    public const int Different = 256;

    /// <summary>Generates readings of usual sizes from a seed.</summary>
    public static Reading[] Generate(int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Different).Select(_ => new Reading(
            random.Next(1_000_000),
            "site-" + random.Next(1_000_000),
            random.NextDouble() * 100,
            random.Next(1_000),
            random.Next(2) == 0,
            1_700_000_000_000 + random.Next()))];
    }
}
