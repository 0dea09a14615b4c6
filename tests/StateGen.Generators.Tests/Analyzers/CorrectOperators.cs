namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Provides files of correct operators, which together use every supported feature.</summary>
internal static class CorrectOperators
{
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Values"] = """
            /// <summary>Values of every built-in type.</summary>
            [Operator("values")]
            public sealed partial class Values : KeyedOperator<string, int, long>
            {
                [State] private partial bool Flag { get; set; }
                [State] private partial sbyte Tiny { get; set; }
                [State] private partial char Letter { get; set; }
                [State] private partial ulong Large { get; set; }
                [State] private partial double Ratio { get; set; }
                [State] private partial decimal? Price { get; set; }
                [State] private partial string? Name { get; set; }
                [State] private partial Guid Id { get; set; }
                [State] private partial DateTime At { get; set; }
                [State] private partial DateTimeOffset? Seen { get; set; }
                [State] private partial TimeSpan Took { get; set; }
                [State] private partial DateOnly Day { get; set; }
                [State] private partial TimeOnly? Time { get; set; }
                [State] private partial DayOfWeek Weekday { get; set; }

                /// <inheritdoc/>
                protected override void OnEvent(int value, OperatorContext<long> context)
                {
                    if (Flag && Price is null)
                        context.Emit((long)Large);
                }
            }
            """,
        ["Records"] = """
            namespace Shop
            {
                internal enum Kind { Small, Large }

                internal readonly record struct Key(string Region, DateOnly Day);

                internal sealed record Order(string Id, Kind Kind, Customer? Buyer)
                {
                    public required long Price { get; init; }

                    public bool IsLarge => Kind == Kind.Large;
                }

                internal sealed class Customer(string name)
                {
                    public string Name { get; } = name;
                }

                [Operator("orders")]
                internal sealed partial class Orders : KeyedOperator<Key, Order, string>
                {
                    [State] private partial Order? Last { get; set; }
                    [State] private partial Hidden Secret { get; set; }
                    [State(Name = "box")] private partial Box<Order, int>? Boxed { get; set; }

                    protected override void OnEvent(Order value, OperatorContext<string> context)
                    {
                        context.Emit(Last?.Id ?? Key.Region);
                        Last = value;
                    }

                    private readonly record struct Hidden(int Value);
                }

                internal sealed record Box<TFirst, TSecond>(TFirst First, TSecond Second);
            }
            """,
        ["Accumulators"] = """
            /// <summary>The parts of an average.</summary>
            public readonly record struct Parts(double Sum, int Count);

            internal readonly struct Sum : IReducer<long>
            {
                public static long Reduce(long accumulator, long value) => accumulator + value;
            }

            internal readonly struct Average : IAggregator<int, Parts, double>
            {
                public static Parts CreateAccumulator() => default;

                public static Parts Add(Parts accumulator, int value) => new(accumulator.Sum + value, accumulator.Count + 1);

                public static double GetResult(Parts accumulator) => accumulator.Sum / accumulator.Count;
            }

            [Operator("accumulators")]
            internal sealed partial class Accumulators : KeyedOperator<string, int, double>
            {
                [State] private partial ReducingState<long, Sum> Total { get; }
                [State, Ttl(Days = 1)] private partial AggregatingState<int, Parts, double, Average> Mean { get; }

                protected override void OnEvent(int value, OperatorContext<double> context)
                {
                    Total.Add(value);
                    Mean.Add(value);
                    if (Mean.TryGetValue(out var mean) && mean > 10)
                        context.Emit(Total.GetValueOrDefault() / mean);
                }
            }
            """,
        ["Collections"] = """
            [Operator("collections")]
            internal sealed partial class Collections : KeyedOperator<long, int, long>
            {
                [State, Ttl(Days = 7)] private partial MapState<string, long> Totals { get; }
                [State] private partial MapState<Point, Point> Moves { get; }
                [State] [Ttl(Minutes = 1, Seconds = 30)] private partial ListState<Point> Path { get; }
                [State] private partial ListState<string?> Names { get; }
                [State, Ttl(Milliseconds = 1)] internal partial int? Recent { get; private set; }

                protected override void OnEvent(int value, OperatorContext<long> context)
                {
                    Totals["all"] = Totals.GetValueOrDefault("all") + value;
                    Path.Add(new Point(value, value));
                    context.Timers.RegisterEventTime(context.Timestamp);
                }

                protected override void OnTimer(FiredTimer timer, OperatorContext<long> context) => ClearState();
            }

            internal readonly record struct Point(int X, int Y);
            """,
        ["Nesting"] = """
            namespace Deeply.@namespace;

            internal partial interface IOuter<T>
            {
                internal partial record struct Middle<U>(U Value)
                {
                    [Operator("nested")]
                    private sealed partial class Inner : Logic<Guid>
                    {
                        [State] protected override partial long Count { get; set; }
                    }
                }
            }

            internal abstract class Logic<TKey> : KeyedOperator<TKey, int, long>
                where TKey : notnull
            {
                protected abstract long Count { get; set; }

                protected override void OnEvent(int value, OperatorContext<long> context) => context.Emit(++Count);
            }

            [Operator("split")]
            internal sealed partial class @class
            {
                [State] internal partial int @int { get; set; }
            }

            internal sealed partial class @class : KeyedOperator<string, int, long>
            {
                [State] private partial int? Other { get; set; }

                protected override void OnEvent(int value, OperatorContext<long> context) => context.Emit(@int += value);
            }
            """,
        ["Stateless"] = """
            [Operator("first")]
            internal sealed partial class First : KeyedOperator<DayOfWeek, int, long>
            {
                protected override void OnEvent(int value, OperatorContext<long> context) => context.Emit(value);
            }

            [Operator(Ids.Second)]
            internal sealed partial class Second(int factor) : KeyedOperator<string, int, long>
            {
                protected override void OnEvent(int value, OperatorContext<long> context) => context.Emit(value * factor);
            }

            internal static class Ids
            {
                public const string Second = "second";
            }
            """,
    };
}
