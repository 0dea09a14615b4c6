using System.Collections.Immutable;

namespace Corpus.Declarations.Tolls;

public sealed record Passage(string Plate, string Gate, decimal Fee, DateTimeOffset At);

public sealed class Receipt
{
    public decimal Total { get; set; }
}

public readonly struct FeeSum : IReducer<decimal>
{
    private static long calls;

    public static decimal Reduce(decimal accumulator, decimal value)
    {
        calls++;
        return accumulator + value;
    }
}

public readonly struct LatestReceipt : IReducer<Receipt>
{
    public static Receipt Reduce(Receipt accumulator, Receipt value) => value;
}

public readonly struct GateNames : IAggregator<string, HashSet<string>, int>
{
    public static HashSet<string> CreateAccumulator() => [];

    public static HashSet<string> Add(HashSet<string> accumulator, string value) => [.. accumulator, value];

    public static int GetResult(HashSet<string> accumulator) => accumulator.Count;
}

public readonly struct Hooks : IReducer<Func<decimal, decimal>>
{
    public static Func<decimal, decimal> Reduce(Func<decimal, decimal> accumulator, Func<decimal, decimal> value) => fee => value(accumulator(fee));
}

public readonly struct DailyRate : IAggregator<Passage, (decimal Sum, int Count), decimal>
{
    public static decimal Discount { get; set; } = 0.9m;

    public static (decimal Sum, int Count) CreateAccumulator() => default;

    public static (decimal Sum, int Count) Add((decimal Sum, int Count) accumulator, Passage value) => (accumulator.Sum + value.Fee, accumulator.Count + 1);

    public static decimal GetResult((decimal Sum, int Count) accumulator) => accumulator.Sum / accumulator.Count * Discount;
}

public readonly struct Recent : IReducer<DateTimeOffset>
{
    public static DateTimeOffset Reduce(DateTimeOffset accumulator, DateTimeOffset value) =>
        value < DateTimeOffset.UtcNow.AddHours(-1) ? accumulator : value;
}

public readonly struct Routes : IReducer<List<string>>
{
    public static List<string> Reduce(List<string> accumulator, List<string> value) => [.. accumulator, .. value];
}

[Operator("declarations.tolls")]
public sealed partial class Tolls : KeyedOperator<string, Passage, decimal>
{
    [State] private partial ReducingState<decimal, FeeSum> Fees { get; } // expect: SG1026
    [State] private partial ReducingState<Receipt, LatestReceipt> Receipt { get; } // expect: SG1010
    [State] private partial AggregatingState<string, HashSet<string>, int, GateNames> Gates { get; } // expect: SG1010
    [State] private partial ReducingState<Func<decimal, decimal>, Hooks> Adjust { get; } // expect: SG1009
    [State, Ttl(Days = 1)] private partial AggregatingState<Passage, (decimal Sum, int Count), decimal, DailyRate> Rate { get; } // expect: SG1026
    [State] private partial ReducingState<DateTimeOffset, Recent> Last { get; }
    [State, Ttl(Seconds = -5)] private partial ReducingState<int, Most> Axles { get; } // expect: SG1011
    [State] private partial ReducingState<int, Most> Lanes { get; set; } // expect: SG1004
    [State(Copy = true)] private partial ReducingState<List<string>, Routes> Route { get; }

    public Tolls() => Last.Clear(); // expect: SG2002

    public ReducingState<DateTimeOffset, Recent> Latest() => Last; // expect: SG2008

    protected override void OnEvent(Passage passage, OperatorContext<decimal> context)
    {
        Last.Add(passage.At); // expect: SG2010
        if (Route.TryGetValue(out var route) && route.Count > 10)
            route.RemoveAt(0); // expect: SG2007
        Route.Add([passage.Gate]);
        context.Emit(passage.Fee);
    }

    internal readonly struct Most : IReducer<int>
    {
        public static int Reduce(int accumulator, int value) => Math.Max(accumulator, value);
    }
}
