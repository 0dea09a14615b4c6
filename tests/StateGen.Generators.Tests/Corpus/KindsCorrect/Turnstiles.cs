namespace Corpus.KindsCorrect.Turnstiles;

public sealed record Passage(string Gate, int People, double Weight);

public readonly struct PeopleSum : IReducer<long>
{
    private const long Most = 1_000_000;

    private static readonly long s_least = -Most;

    public static string Name => "people";

    public static long Reduce(long accumulator, long value) => Math.Clamp(accumulator + value, s_least, Most);
}

public readonly record struct Load(int Count, double Sum);

public readonly struct AverageWeight : IAggregator<double, Load, double>
{
    public static Load CreateAccumulator() => default;

    public static Load Add(Load accumulator, double value) => accumulator with { Count = accumulator.Count + 1, Sum = accumulator.Sum + value };

    public static double GetResult(Load accumulator) => accumulator.Sum / accumulator.Count;
}

/// <summary>A median over a list that is changed in place, of which every key gets a copy.</summary>
public readonly struct MedianWeight : IAggregator<double, List<double>, double>
{
    public static List<double> CreateAccumulator() => [];

    public static List<double> Add(List<double> accumulator, double value)
    {
        accumulator.Add(value);
        return accumulator;
    }

    public static double GetResult(List<double> accumulator)
    {
        accumulator.Sort();
        return accumulator[accumulator.Count / 2];
    }
}

/// <summary>No state uses it, so its field is its own business.</summary>
public readonly struct Unused : IReducer<int>
{
    private static int s_calls;

    public static int Reduce(int accumulator, int value) => accumulator + value + s_calls++;
}

[Operator("kinds.correct.turnstiles")]
public sealed partial class Turnstiles : KeyedOperator<string, Passage, string>
{
    [State] private partial ReducingState<long, PeopleSum> People { get; }
    [State, Ttl(Hours = 8)] private partial AggregatingState<double, Load, double, AverageWeight> Average { get; }
    [State(Copy = true)] private partial AggregatingState<double, List<double>, double, MedianWeight> Median { get; }
    [State, Ttl(Hours = 1, Clock = TtlClock.EventTime, Refresh = TtlRefresh.OnReadAndWrite)] private partial ReducingState<long, PeopleSum> Recent { get; }

    protected override void OnEvent(Passage value, OperatorContext<string> context)
    {
        var people = People;
        people.Add(value.People);
        Recent.Add(value.People);
        Average.Add(value.Weight);
        Median.Add(value.Weight);
        if (people.TryGetValue(out var total) && total > 100)
            context.Emit($"{Key}: {total} {Describe()}");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        People.Clear();
        if (!Average.IsEmpty)
            Average.Clear();
    }

    private string Describe() => $"{Average.GetValueOrDefault()} {Median.GetValueOrDefault()} {Recent.GetValueOrDefault()} {PeopleSum.Name}";
}
