using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>The counters of <see cref="GeneratedCounters"/>, one of which has a time to live.</summary>
[Operator("one-expiring-counter")]
internal sealed partial class OneExpiringCounter : KeyedOperator<long, long, long>
{
    [State]
    [Ttl(Milliseconds = ExpiringCounters.TimeToLive)]
    private partial long Count { get; set; }

    [State]
    private partial long Sum { get; set; }

    [State]
    private partial long Maximum { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Count++;
        Sum += value;
        Maximum = Math.Max(Maximum, value);
    }
}

/// <summary>The counters of <see cref="GeneratedCounters"/>, which all have a time to live, so that rows expire.</summary>
[Operator("three-expiring-counters")]
internal sealed partial class ThreeExpiringCounters : KeyedOperator<long, long, long>
{
    [State]
    [Ttl(Milliseconds = ExpiringCounters.TimeToLive)]
    private partial long Count { get; set; }

    [State]
    [Ttl(Milliseconds = ExpiringCounters.TimeToLive)]
    private partial long Sum { get; set; }

    [State]
    [Ttl(Milliseconds = ExpiringCounters.TimeToLive)]
    private partial long Maximum { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Count++;
        Sum += value;
        Maximum = Math.Max(Maximum, value);
    }
}

/// <summary>
/// Runs counters by a clock that is moved on with the records, so that a steady share of the keys expires between two of their records: about one in a hundred
/// if as many keys as there are milliseconds in a fifth of the time to live are drawn uniformly.
/// </summary>
internal sealed class ExpiringCounters(KeyedOperator<long, long, long> keyedOperator) : IVariant
{
    /// <summary>The time to live in milliseconds, and so in records.</summary>
    public const int TimeToLive = 4_600_000;

    private readonly RecordTime _time = new();
    private HostedOperator? _host;

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        _host ??= new(keyedOperator, _time);
        for (var start = 0; start < keys.Length; start += Workload.BatchLength)
        {
            var length = Math.Min(Workload.BatchLength, keys.Length - start);
            _time.Elapsed += TimeSpan.FromMilliseconds(length);
            _host.Process(keys.Slice(start, length), values.Slice(start, length), timestamps.Slice(start, length));
        }
    }

    public void Dispose() => _host?.Dispose();

    /// <summary>The clock of the system, with the cost of reading it, ahead by the time that has elapsed for the records.</summary>
    private sealed class RecordTime : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Elapsed;
    }
}
