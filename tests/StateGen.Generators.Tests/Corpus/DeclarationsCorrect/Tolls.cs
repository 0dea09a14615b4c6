using System.Collections.Immutable;

namespace Corpus.DeclarationsCorrect.Tolls;

public sealed record Passage(string Plate, string Gate, decimal Fee, DateTimeOffset At);

public sealed record Span(DateTimeOffset First, DateTimeOffset Last);

public readonly struct FeeSum : IReducer<decimal>
{
    private const decimal Cap = 1_000;

    public static decimal Reduce(decimal accumulator, decimal value) => Math.Min(accumulator + value, Cap);
}

public readonly struct Extent : IAggregator<DateTimeOffset, Span, TimeSpan>
{
    private static readonly Span Empty = new(DateTimeOffset.MaxValue, DateTimeOffset.MinValue);

    public static Span CreateAccumulator() => Empty;

    public static Span Add(Span accumulator, DateTimeOffset value) => new(
        value < accumulator.First ? value : accumulator.First,
        value > accumulator.Last ? value : accumulator.Last);

    public static TimeSpan GetResult(Span accumulator) => accumulator.Last - accumulator.First;
}

public readonly struct GateNames : IAggregator<string, ImmutableHashSet<string>, string[]>
{
    public static ImmutableHashSet<string> CreateAccumulator() => [];

    public static ImmutableHashSet<string> Add(ImmutableHashSet<string> accumulator, string value) => accumulator.Add(value);

    public static string[] GetResult(ImmutableHashSet<string> accumulator) => [.. accumulator.Order(StringComparer.Ordinal)];
}

public readonly struct Histogram : IAggregator<decimal, SortedDictionary<int, int>, int>
{
    public static SortedDictionary<int, int> CreateAccumulator() => [];

    public static SortedDictionary<int, int> Add(SortedDictionary<int, int> accumulator, decimal value)
    {
        var bucket = (int)value;
        accumulator[bucket] = accumulator.GetValueOrDefault(bucket) + 1;
        return accumulator;
    }

    public static int GetResult(SortedDictionary<int, int> accumulator) => accumulator.MaxBy(entry => entry.Value).Key;
}

[Operator("declarationscorrect.tolls")]
public sealed partial class Tolls : KeyedOperator<string, Passage, string>
{
    [State, FormerName("Sum")] private partial ReducingState<decimal, FeeSum> Fees { get; }
    [State, Ttl(Hours = 12)] private partial AggregatingState<DateTimeOffset, Span, TimeSpan, Extent> Journey { get; }
    [State] private partial AggregatingState<string, ImmutableHashSet<string>, string[], GateNames> Gates { get; }
    [State(Copy = true)] private partial AggregatingState<decimal, SortedDictionary<int, int>, int, Histogram> Usual { get; }
    [State] private partial ReducingState<int?, Latest<int?>> Lane { get; }
    [State] internal partial ReducingState<Guid, Latest<Guid>> Trip { get; }

    protected override void OnEvent(Passage passage, OperatorContext<string> context)
    {
        var fees = Fees;
        fees.Add(passage.Fee);
        Journey.Add(passage.At);
        Gates.Add(passage.Gate);
        Usual.Add(passage.Fee);
        Remember(Lane, passage.Gate.Length > 3 ? passage.Gate.Length : null);
        if (Journey.TryGetValue(out var journey) && journey > TimeSpan.FromHours(4) && Gates.TryGetValue(out var gates))
        {
            Array.Reverse(gates);
            context.Emit($"{passage.Plate}: {string.Join(' ', gates)}, {fees.GetValueOrDefault()}, mostly {Usual.GetValueOrDefault()}");
            Journey.Clear();
        }
        else if (Trip.IsEmpty)
        {
            Trip.Add(Guid.Empty);
        }
    }

    private static void Remember(ReducingState<int?, Latest<int?>> lane, int? value)
    {
        if (value is not null || lane.IsEmpty)
            lane.Add(value);
    }
}

public readonly struct Latest<T> : IReducer<T>
{
    public static T Reduce(T accumulator, T value) => value;
}
