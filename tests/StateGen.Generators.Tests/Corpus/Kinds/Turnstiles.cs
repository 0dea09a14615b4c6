using System.Threading;

namespace Corpus.Kinds.Turnstiles;

public sealed record Passage(string Gate, int People, double Weight);

/// <summary>Sums over the life of a gate.</summary>
public readonly struct PeopleSum : IReducer<long>
{
    public static long Reduce(long accumulator, long value) => accumulator + value;
}

/// <summary>A maximum that also counts how often it was asked.</summary>
public readonly struct Heaviest : IReducer<double>
{
    private static int s_calls;

    public static double Reduce(double accumulator, double value)
    {
        s_calls++;
        return Math.Max(accumulator, value);
    }
}

public readonly record struct Load(int Count, double Sum);

/// <summary>An average, and the one before it kept where every gate overwrites it.</summary>
public readonly struct AverageWeight : IAggregator<double, Load, double>
{
    public static double Last { get; private set; }

    public static Load CreateAccumulator() => default;

    public static Load Add(Load accumulator, double value) => new(accumulator.Count + 1, accumulator.Sum + value);

    public static double GetResult(Load accumulator) => Last = accumulator.Sum / accumulator.Count;
}

/// <summary>A median over a list that is changed in place.</summary>
public readonly struct MedianWeight : IAggregator<double, List<double>, double>
{
    public static List<double> CreateAccumulator() => [];

    public static List<double> Add(List<double> accumulator, double value)
    {
        accumulator.Add(value);
        return accumulator;
    }

    public static double GetResult(List<double> accumulator) => accumulator.Order().ElementAt(accumulator.Count / 2);
}

[Operator("kinds.turnstiles")]
public sealed partial class Turnstiles : KeyedOperator<string, Passage, string>
{
    [State] private partial ReducingState<long, PeopleSum> People { get; }
    [State] private partial ReducingState<double, Heaviest> Heaviest { get; } // expect: SG1026
    [State, Ttl(Hours = 8)] private partial AggregatingState<double, Load, double, AverageWeight> Average { get; } // expect: SG1026
    [State] private partial AggregatingState<double, List<double>, double, MedianWeight> Median { get; } // expect: SG1010
    [State] private partial ReducingState<long, PeopleSum> Rejected { get; set; } // expect: SG1004

    public Turnstiles() => Heaviest.Add(0); // expect: SG2002

    protected override ValueTask OnCloseAsync()
    {
        Console.WriteLine(People.GetValueOrDefault()); // expect: SG2002
        return ValueTask.CompletedTask;
    }

    protected override void OnEvent(Passage value, OperatorContext<string> context)
    {
        People.Add(value.People);
        Heaviest.Add(value.Weight);
        Average.Add(value.Weight);
        context.Emit($"{Key}: {People.GetValueOrDefault()}, {Average.GetValueOrDefault()}");
    }
}

[Operator("kinds.gate-alarms")]
public sealed partial class GateAlarms : KeyedOperator<string, Passage, string>
{
    [State] private partial ReducingState<long, PeopleSum> Passed { get; }
    [State] private partial AggregatingState<double, Load, double, AverageWeight> Weights { get; } // expect: SG1026

    protected override async void OnEvent(Passage value, OperatorContext<string> context) // expect: SG2003
    {
        await Task.Yield();
        Passed.Add(value.People); // expect: SG2004
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Task.Run(() => Weights.Add(1)); // expect: SG2005
        ThreadPool.QueueUserWorkItem(_ => Passed.Clear()); // expect: SG2005
        Thread.Sleep(10); // expect: SG2011
    }
}
