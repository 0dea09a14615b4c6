using System.Globalization;

namespace FlightDelays.Flights;

/// <summary>One line of the output: the delays of the flights from one airport on one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Airport">The code of the airport of origin.</param>
/// <param name="Flights">The number of flights, at least 1.</param>
/// <param name="MeanDelay">The mean delay of the flights in minutes, to 2 decimals.</param>
/// <param name="MaxDelay">The greatest delay in minutes.</param>
/// <param name="WorstDestination">The destination with the highest mean delay; if there are several, the one with the lowest code.</param>
public sealed record DailyDelay(DateOnly Day, string Airport, long Flights, decimal MeanDelay, int MaxDelay, string WorstDestination)
{
    /// <summary>The first line of each part of the output.</summary>
    public const string Header = "day,airport,flights,mean_delay,max_delay,worst_destination";

    /// <summary>Writes a line.</summary>
    public static string ToCsv(DailyDelay delay) => string.Create(
        CultureInfo.InvariantCulture,
        $"{delay.Day:yyyy-MM-dd},{delay.Airport},{delay.Flights},{delay.MeanDelay:0.00},{delay.MaxDelay},{delay.WorstDestination}");

    /// <summary>Reads a line that <see cref="ToCsv"/> wrote.</summary>
    public static DailyDelay Parse(string line)
    {
        var fields = line.Split(',');
        return new DailyDelay(
            DateOnly.ParseExact(fields[0], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            fields[1],
            long.Parse(fields[2], CultureInfo.InvariantCulture),
            decimal.Parse(fields[3], CultureInfo.InvariantCulture),
            int.Parse(fields[4], CultureInfo.InvariantCulture),
            fields[5]);
    }
}
