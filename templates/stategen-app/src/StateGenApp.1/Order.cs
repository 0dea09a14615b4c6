using System.Globalization;

namespace StateGenApp._1;

/// <summary>An event of the input.</summary>
public sealed record Order(DateTimeOffset Time, string Customer, string Product, decimal Amount)
{
    /// <summary>The day in UTC.</summary>
    public DateOnly Day => DateOnly.FromDateTime(Time.UtcDateTime);

    public static Order Parse(string line)
    {
        var fields = line.Split(',');
        return new(
            DateTimeOffset.Parse(fields[0], CultureInfo.InvariantCulture), fields[1], fields[2], decimal.Parse(fields[3], CultureInfo.InvariantCulture));
    }
}
