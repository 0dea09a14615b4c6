using StateGen;

namespace FlightDelays.Flights;

/// <summary>Gathers the delays of one airport and day, and emits them when the day is over.</summary>
[Operator("daily-delays")]
public sealed partial class DailyDelays : KeyedOperator<AirportDay, Flight, DailyDelay>
{
    [State]
    private partial long Flights { get; set; }

    [State]
    private partial long TotalDelay { get; set; }

    [State]
    private partial int? WorstDelay { get; set; }

    [State]
    private partial MapState<string, RouteStats> ByDestination { get; }

    /// <inheritdoc/>
    protected override void OnEvent(Flight value, OperatorContext<DailyDelay> context)
    {
        if (Flights++ == 0)
            context.Timers.RegisterEventTime(new DateTimeOffset(Key.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        TotalDelay += value.DelayMinutes;
        WorstDelay = Math.Max(WorstDelay ?? int.MinValue, value.DelayMinutes);
        var route = ByDestination.GetValueOrDefault(value.Destination) ?? new RouteStats(0, 0);
        ByDestination[value.Destination] = new RouteStats(route.Flights + 1, route.TotalDelay + value.DelayMinutes);
    }

    /// <inheritdoc/>
    protected override void OnTimer(FiredTimer timer, OperatorContext<DailyDelay> context)
    {
        var mean = decimal.Round((decimal)TotalDelay / Flights, 2, MidpointRounding.AwayFromZero);
        context.Emit(new DailyDelay(Key.Day, Key.Airport, Flights, mean, WorstDelay!.Value, FindWorstDestination()));
        ClearState();
    }

    private string FindWorstDestination()
    {
        var worst = ByDestination.First();
        foreach (var route in ByDestination.Skip(1))
        {
            if (IsWorse(route, worst))
                worst = route;
        }

        return worst.Key;
    }

    private static bool IsWorse(KeyValuePair<string, RouteStats> route, KeyValuePair<string, RouteStats> than) =>
        route.Value.CompareMeanTo(than.Value) switch
        {
            0 => string.CompareOrdinal(route.Key, than.Key) < 0,
            var comparison => comparison > 0,
        };
}
