namespace StateGen.Tests.Pipelines;

/// <summary>Seeded input, and what must come of it.</summary>
internal static class Readings
{
    public const long Window = 1_000;

    /// <summary>Events of a few sensors, in order of time.</summary>
    public static Reading[] Generate(int seed, int count, int sensors = 7)
    {
        var random = new Random(seed);
        var time = 0L;
        return [.. Enumerable.Range(0, count).Select(_ => new Reading($"sensor-{random.Next(sensors)}", random.Next(-50, 100), time += random.Next(40)))];
    }

    /// <summary>Cuts into splits of adjacent events, as a file is cut.</summary>
    public static IReadOnlyList<Reading>[] Split(this Reading[] readings, int splits) =>
        splits == 1 ? [readings] : [.. Enumerable.Range(0, splits).Select(i => readings[(readings.Length * i / splits)..(readings.Length * (i + 1) / splits)])];

    public static WindowTotal[] Windows(IEnumerable<Reading> readings) =>
    [
        .. readings.GroupBy(reading => (reading.Sensor, End: (reading.Milliseconds / Window * Window) + Window))
            .Select(window => new WindowTotal(window.Key.Sensor, window.Key.End, window.Count(), window.Sum(reading => reading.Value)))
            .OrderBy(total => total.Sensor, StringComparer.Ordinal).ThenBy(total => total.End),
    ];

    public static IEnumerable<WindowTotal> Sorted(this IEnumerable<WindowTotal> totals) =>
        totals.OrderBy(total => total.Sensor, StringComparer.Ordinal).ThenBy(total => total.End);

    /// <summary>Whether each key's numbers are 1 to n, once each, and the last sum is the sum of all.</summary>
    public static void AssertExactlyOnce(IEnumerable<RunningTotal> totals, Reading[] readings)
    {
        var expected = readings.GroupBy(reading => reading.Sensor).ToDictionary(group => group.Key, group => (Count: group.Count(), Sum: group.Sum(reading => reading.Value)));
        var actual = totals.GroupBy(total => total.Sensor).ToDictionary(group => group.Key, group => group.OrderBy(total => total.Number).ToArray());
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (sensor, (count, sum)) in expected)
        {
            Assert.Equal(Enumerable.Range(1, count).Select(number => (long)number), actual[sensor].Select(total => total.Number));
            Assert.Equal(sum, actual[sensor][^1].Sum);
        }
    }
}
