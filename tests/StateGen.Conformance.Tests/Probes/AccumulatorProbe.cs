namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator whose events are the code that it runs, with reducing and aggregating states.</summary>
[Operator("accumulators")]
public sealed partial class AccumulatorProbe : KeyedOperator<string, Action<AccumulatorProbe>, string>
{
    [State]
    public partial ReducingState<long, Sum> Sum { get; }

    [State]
    public partial ReducingState<string, Joined> Text { get; }

    [State]
    public partial ReducingState<int?, Latest> Latest { get; }

    [State]
    public partial ReducingState<Amount, Largest> Largest { get; }

    [State]
    public partial AggregatingState<decimal, Total, decimal, Average> Average { get; }

    [State(Copy = true)]
    public partial AggregatingState<int, List<int>, int, Median> Median { get; }

    [State]
    public partial long Number { get; set; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial ReducingState<long, Sum> FadingSum { get; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial AggregatingState<decimal, Total, decimal, Average> FadingAverage { get; }

    [State]
    [Ttl(Milliseconds = 100, Refresh = TtlRefresh.OnReadAndWrite)]
    public partial ReducingState<long, Sum> RefreshedSum { get; }

    [State]
    [Ttl(Milliseconds = 100, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)]
    public partial AggregatingState<decimal, Total, decimal, Average> VisibleAverage { get; }

    [State]
    [Ttl(Milliseconds = 100, Clock = TtlClock.EventTime)]
    public partial ReducingState<string, Joined> EventText { get; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial bool Seen { get; set; }

    public OperatorContext<string> Context { get; private set; } = null!;

    public void Clear() => ClearState();

    protected override void OnEvent(Action<AccumulatorProbe> value, OperatorContext<string> context)
    {
        Context = context;
        value(this);
    }
}

public readonly struct Sum : IReducer<long>
{
    public static long Reduce(long accumulator, long value) =>
        value == long.MinValue ? throw new OverflowException("The reducer refuses this value.") : accumulator + value;
}

/// <summary>Joins text, and returns null for "null", which no state can store.</summary>
public readonly struct Joined : IReducer<string>
{
    public static string Reduce(string accumulator, string value) => value == "null" ? null! : accumulator + value;
}

/// <summary>The latest value, which may be null.</summary>
public readonly struct Latest : IReducer<int?>
{
    public static int? Reduce(int? accumulator, int? value) => value;
}

/// <summary>The larger one of two amounts, whose codec is written by hand.</summary>
public readonly struct Largest : IReducer<Amount>
{
    public static Amount Reduce(Amount accumulator, Amount value) => value.Cents > accumulator.Cents ? value : accumulator;
}

/// <summary>An average. A negative value is refused after the new accumulator was made.</summary>
public readonly struct Average : IAggregator<decimal, Total, decimal>
{
    public static Total CreateAccumulator() => new(0, 0, null);

    public static Total Add(Total accumulator, decimal value)
    {
        var added = accumulator with { Count = accumulator.Count + 1, Sum = accumulator.Sum + value };
        return value >= 0 ? added : throw new OverflowException("The aggregator refuses this value.");
    }

    public static decimal GetResult(Total accumulator) => accumulator.Sum / accumulator.Count;
}

/// <summary>A median over a list that is changed in place, and that begins as one and the same list for every key.</summary>
public readonly struct Median : IAggregator<int, List<int>, int>
{
    private static readonly List<int> Shared = [];

    public static List<int> CreateAccumulator() => Shared;

    public static List<int> Add(List<int> accumulator, int value)
    {
        accumulator.Add(value);
        return accumulator;
    }

    public static int GetResult(List<int> accumulator)
    {
        accumulator.Sort();
        return accumulator[accumulator.Count / 2];
    }
}
