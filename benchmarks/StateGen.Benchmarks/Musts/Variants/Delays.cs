using System.Runtime.InteropServices;
using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>What is kept for each destination.</summary>
internal readonly record struct RouteDelay(long Flights, long TotalDelay);

/// <summary>An operator like that of the sample: two values, a map and a timer that emits and clears the state of its key.</summary>
[Operator("delays")]
internal sealed partial class GeneratedDelays : KeyedOperator<long, long, long>
{
    private const long ShortestLife = 250_000;
    private const long Step = 500;

    public const int Destinations = 8;

    [State]
    private partial long Flights { get; set; }

    [State]
    private partial long WorstDelay { get; set; }

    [State]
    private partial MapState<long, RouteDelay> ByDestination { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        if (Flights++ == 0)
            context.Timers.RegisterEventTime(context.Timestamp.AddMilliseconds(LifeAfter(value)));
        WorstDelay = Math.Max(WorstDelay, value);
        var destination = value % Destinations;
        var route = ByDestination.GetValueOrDefault(destination);
        ByDestination[destination] = new RouteDelay(route.Flights + 1, route.TotalDelay + value);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        context.Emit(Flights + WorstDelay);
        ClearState();
    }

    /// <summary>Determines how long the state of a key is kept after its first record. It differs, so that timers do not fire all at once.</summary>
    public static long LifeAfter(long value) => ShortestLife + (value * Step);
}

/// <summary>The same program as it is written by hand: an object per key in a dictionary, and a priority queue. Its objects are used again.</summary>
internal sealed class HandWrittenDelays : IVariant
{
    private readonly Dictionary<long, AirportDelays> _airports = [];
    private readonly PriorityQueue<long, long> _timers = new();
    private readonly Stack<AirportDelays> _unused = [];
    private readonly List<long> _output = [];

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            ref var airport = ref CollectionsMarshal.GetValueRefOrAddDefault(_airports, keys[i], out var exists);
            if (!exists)
            {
                airport = _unused.TryPop(out var unused) ? unused : new();
                _timers.Enqueue(keys[i], timestamps[i] + GeneratedDelays.LifeAfter(values[i]));
            }

            airport!.Add(values[i]);
            if ((i + 1) % Workload.BatchLength == 0 || i == keys.Length - 1)
                Fire(timestamps[i]);
        }
    }

    public void Dispose()
    {
    }

    private void Fire(long watermark)
    {
        _output.Clear();
        while (_timers.TryPeek(out var key, out var time) && time <= watermark)
        {
            _timers.Dequeue();
            _airports.Remove(key, out var airport);
            _output.Add(airport!.Flights + airport.WorstDelay);
            airport.Clear();
            _unused.Push(airport);
        }
    }

    private sealed class AirportDelays
    {
        private readonly Dictionary<long, RouteDelay> _byDestination = [];

        public long Flights { get; private set; }

        public long WorstDelay { get; private set; }

        public void Add(long value)
        {
            Flights++;
            WorstDelay = Math.Max(WorstDelay, value);
            ref var route = ref CollectionsMarshal.GetValueRefOrAddDefault(_byDestination, value % GeneratedDelays.Destinations, out _);
            route = new(route.Flights + 1, route.TotalDelay + value);
        }

        public void Clear()
        {
            Flights = WorstDelay = 0;
            _byDestination.Clear();
        }
    }
}
