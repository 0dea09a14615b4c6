using System.Globalization;

namespace FlightDelays.Flights;

/// <summary>One line of the input.</summary>
/// <param name="Scheduled">The scheduled departure; local time in the data, read as UTC.</param>
/// <param name="Origin">The code of the airport of origin.</param>
/// <param name="Destination">The code of the airport of destination.</param>
/// <param name="DelayMinutes">The delay at arrival in minutes, negative if the flight was early.</param>
public sealed record Flight(DateTimeOffset Scheduled, string Origin, string Destination, int DelayMinutes)
{
    /// <summary>The first line of the input.</summary>
    public const string Header = "scheduled,origin,destination,delay_minutes,distance_miles";

    private const string ScheduledFormat = "yyyy-MM-dd'T'HH:mm";
    private static readonly int Columns = Header.Split(',').Length;

    /// <summary>Gets the calendar day of the scheduled departure.</summary>
    public DateOnly Day => DateOnly.FromDateTime(Scheduled.UtcDateTime);

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">The line is not a flight; the message gives the reason.</exception>
    public static Flight Parse(string line)
    {
        var fields = line.Split(',');
        if (fields.Length != Columns)
            throw new FormatException($"expected {Columns} columns, found {fields.Length}");
        RequireNumber("distance_miles", fields[4]);
        return new Flight(
            RequireTime("scheduled", fields[0]),
            RequireCode("origin", fields[1]),
            RequireCode("destination", fields[2]),
            RequireNumber("delay_minutes", fields[3]));
    }

    private static DateTimeOffset RequireTime(string column, string text) =>
        DateTimeOffset.TryParseExact(text, ScheduledFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new FormatException($"{column} is not a time like 2001-01-31T23:59");

    private static string RequireCode(string column, string text) =>
        text.Length > 0 ? text : throw new FormatException($"{column} is empty");

    private static int RequireNumber(string column, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{column} is not a whole number");
}
