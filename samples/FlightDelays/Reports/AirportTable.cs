using System.Globalization;
using Spectre.Console;

namespace FlightDelays.Reports;

/// <summary>Formats the delays of airports as a table for the terminal.</summary>
internal static class AirportTable
{
    public static Table Create(IEnumerable<AirportDelay> airports)
    {
        var table = new Table().Title("The ten worst airports").AddColumn("Airport");
        foreach (var column in new[] { "Flights", "Mean delay", "Greatest delay" })
            table.AddColumn(column, static added => added.RightAligned());
        foreach (var airport in airports)
            table.AddRow(Markup.Escape(airport.Airport), Format("N0", airport.Flights), Format("0.00", airport.MeanDelay), Format("N0", airport.MaxDelay));
        return table;
    }

    private static string Format(string format, decimal number) => number.ToString(format, CultureInfo.InvariantCulture);
}
