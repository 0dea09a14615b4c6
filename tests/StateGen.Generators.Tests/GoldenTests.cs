using StateGen.Generators.Tests.Harness;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>A few outputs in full, to be read by people. See <see cref="GoldenFile"/> on how to accept a change.</summary>
public class GoldenTests
{
    [Fact]
    public void DailyDelays() => GoldenFile.AssertMatch(
        Generated.From("""
            namespace FlightDelays;

            internal readonly record struct AirportDay(string Airport, DateOnly Day);
            internal sealed record RouteStats(long Flights, long TotalDelay);

            [Operator("daily-delays")]
            internal sealed partial class DailyDelays : ProbeOperator<DailyDelays, AirportDay>
            {
                [State] private partial long Flights { get; set; }
                [State] private partial long TotalDelay { get; set; }
                [State] private partial int? WorstDelay { get; set; }
                [State, Ttl(Days = 7)] private partial MapState<string, RouteStats> ByDestination { get; }

                internal long Use() => Flights + TotalDelay + (WorstDelay ?? 0) + ByDestination.Count;
            }
            """),
        nameof(GoldenTests));

    [Fact]
    public void EveryFeature() => GoldenFile.AssertMatch(
        Generated.From("""
            internal static partial class Outer<T> where T : class
            {
                private enum Level : byte { Low, High }
                private sealed record Reading(decimal Value, DateTimeOffset At, Level Level);
                private readonly record struct Place(string Name, int? Floor);

                [Operator("sensors")]
                internal sealed partial class Sensors : ProbeOperator<Sensors, Guid>
                {
                    [State, Ttl(Hours = 1)] private partial string? Last { get; set; }

                    [State, Ttl(Days = 1, Refresh = TtlRefresh.OnReadAndWrite, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved, Clock = TtlClock.EventTime)]
                    private partial long Visits { get; set; }

                    [State, Ttl(Days = 1, Refresh = TtlRefresh.OnReadAndWrite, Clock = TtlClock.EventTime)]
                    private partial ListState<long> Recent { get; }
                    [State(Name = "place")] private partial Place Place { get; set; }
                    [State] private partial MapState<Reading, Level> Levels { get; }
                    [State] private partial ListState<Reading> Readings { get; }
                    [State, Ttl(Days = 2)] private partial SortedMapState<DateOnly, Reading?> Days { get; }

                    internal object? Use() => (Last, Place, Levels, Readings, Days);
                }
            }
            """),
        nameof(GoldenTests));

    [Fact]
    public void Accumulators() => GoldenFile.AssertMatch(
        Generated.From("""
            namespace Markets;

            internal readonly struct Sum : IReducer<long>
            {
                public static long Reduce(long accumulator, long value) => accumulator + value;
            }

            internal readonly struct Longest : IReducer<string>
            {
                public static string Reduce(string accumulator, string value) => value.Length > accumulator.Length ? value : accumulator;
            }

            internal readonly record struct PriceSum(decimal Sum, int Count);

            internal readonly struct Average : IAggregator<decimal, PriceSum, decimal>
            {
                public static PriceSum CreateAccumulator() => default;
                public static PriceSum Add(PriceSum accumulator, decimal value) => new(accumulator.Sum + value, accumulator.Count + 1);
                public static decimal GetResult(PriceSum accumulator) => accumulator.Sum / accumulator.Count;
            }

            [Operator("prices")]
            internal sealed partial class Prices : ProbeOperator<Prices, string>
            {
                [State] private partial ReducingState<long, Sum> Volume { get; }
                [State] private partial ReducingState<string, Longest> Venue { get; }
                [State, Ttl(Hours = 1)] private partial AggregatingState<decimal, PriceSum, decimal, Average> Price { get; }

                internal object? Use() => (Volume.GetValueOrDefault(), Venue.GetValueOrDefault(), Price.GetValueOrDefault());
            }
            """),
        nameof(GoldenTests));

    [Fact]
    public void Windows() => GoldenFile.AssertMatch(
        Generated.From("""
            namespace Shops;

            internal readonly record struct Basket(decimal Sum, int Count);

            internal readonly struct Total : IMergingAggregator<decimal, Basket, decimal>
            {
                public static Basket CreateAccumulator() => default;
                public static Basket Add(Basket accumulator, decimal value) => new(accumulator.Sum + value, accumulator.Count + 1);
                public static decimal GetResult(Basket accumulator) => accumulator.Sum;
                public static Basket Merge(Basket earlier, Basket later) => new(earlier.Sum + later.Sum, earlier.Count + later.Count);
            }

            [Operator("sales")]
            internal sealed partial class Sales : ProbeOperator<Sales, string>
            {
                [State] private partial WindowState<decimal, Basket, decimal, Total> ByHour { get; }
                [State, Ttl(Days = 1, Clock = TtlClock.EventTime)] private partial SessionWindowState<decimal, Basket, decimal, Total> Visits { get; }

                internal object? Use() => (ByHour, Visits);
            }
            """),
        nameof(GoldenTests));

    [Fact]
    public void Stubs() => GoldenFile.AssertMatch(
        Generated.FromWrong("""
            [Operator("wrong")]
            internal sealed partial class Wrong : ProbeOperator<Wrong, int>
            {
                [State] internal partial object? Anything { get; set; }
                [State] internal partial int Good { get; set; }
            }

            internal partial class Stray
            {
                [State] internal partial int X { get; private set; }
            }
            """),
        nameof(GoldenTests));
}
