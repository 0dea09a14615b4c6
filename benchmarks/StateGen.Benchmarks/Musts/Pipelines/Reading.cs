namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>The event of the pipelines: a number that a device has read.</summary>
internal readonly record struct Reading(long Device, long Value, DateTime Time);

/// <summary>The readings that every variant processes in each pass. Between two passes they move on in event time.</summary>
internal sealed class Readings
{
    public const int Devices = 1_000_000;
    public const int Count = 1 << 20;

    /// <summary>The time by which a reading may be earlier than one before it.</summary>
    public static readonly TimeSpan MaxOutOfOrderness = TimeSpan.FromSeconds(1);

    /// <summary>The value of the last reading, which no other has.</summary>
    public const long LastValue = 1000;

    private const int Seed = 20010101;
    private static readonly DateTime Start = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Reading[] _all = new Reading[Count];
    private readonly TimeSpan _distance;

    /// <param name="devices">The number of devices.</param>
    /// <param name="isOrdered">
    /// Whether the readings are in the order of time, a millisecond apart, so that each raises the watermark; otherwise, there are four in a millisecond, and
    /// each is up to 20 ms late.
    /// </param>
    public Readings(int devices = Devices, bool isOrdered = false)
    {
        _distance = TimeSpan.FromMilliseconds(isOrdered ? 1 : 0.25);
        var disorder = TimeSpan.FromMilliseconds(isOrdered ? 0 : 20);
        var random = new Random(Seed);
        var keys = new long[devices];
        for (var device = 0; device < devices; device++)
            keys[device] = random.NextInt64();
        for (var index = 0; index < Count; index++)
        {
            var time = Start + (index * _distance) - (random.NextDouble() * disorder);
            _all[index] = new(keys[random.Next(devices)], index == Count - 1 ? LastValue : random.NextInt64(LastValue), time);
        }
    }

    public ReadOnlySpan<Reading> All => _all;

    /// <summary>Moves the readings on in event time, so that the next pass comes after this one.</summary>
    public void Advance()
    {
        foreach (ref var reading in _all.AsSpan())
            reading = reading with { Time = reading.Time + (Count * _distance) };
    }
}

/// <summary>A way to process readings. All variants that are compared do the same work for each of them.</summary>
internal interface IReadingVariant : IDisposable
{
    /// <summary>Processes each reading once, and returns when all of them are processed.</summary>
    void Pass();
}
