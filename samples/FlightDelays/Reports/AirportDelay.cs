using FlightDelays.Flights;

namespace FlightDelays.Reports;

/// <summary>The delays of the flights from one airport, over all days.</summary>
/// <param name="Airport">The code of the airport.</param>
/// <param name="Flights">The number of flights, at least 1.</param>
/// <param name="MeanDelay">The mean delay of the flights in minutes.</param>
/// <param name="MaxDelay">The greatest delay in minutes.</param>
internal sealed record AirportDelay(string Airport, long Flights, decimal MeanDelay, int MaxDelay)
{
    /// <summary>Summarizes days by airport, with the highest mean delay first.</summary>
    public static IEnumerable<AirportDelay> Summarise(IEnumerable<DailyDelay> days) =>
        days.GroupBy(day => day.Airport, StringComparer.Ordinal)
            .Select(airport => Summarise(airport.Key, [.. airport]))
            .OrderByDescending(airport => airport.MeanDelay)
            .ThenBy(airport => airport.Airport, StringComparer.Ordinal);

    private static AirportDelay Summarise(string airport, IReadOnlyCollection<DailyDelay> days)
    {
        var flights = days.Sum(day => day.Flights);
        return new(airport, flights, days.Sum(TotalDelay) / flights, days.Max(day => day.MaxDelay));
    }

    // The mean is rounded to 2 decimals. For up to 99 flights a day, rounding the product restores the exact number of minutes.
    private static decimal TotalDelay(DailyDelay day) => decimal.Round(day.MeanDelay * day.Flights);
}
