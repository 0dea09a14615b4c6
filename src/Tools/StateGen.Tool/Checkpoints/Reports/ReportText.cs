using System.Globalization;

namespace StateGen.Tool.Checkpoints.Reports;

/// <summary>Writes values of reports for people.</summary>
internal static class ReportText
{
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");

    public static string Time(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");

    public static string Numbers(IEnumerable<long> numbers) => string.Join(", ", numbers.Select(Number));

    public static string Fields(IReadOnlyDictionary<string, string> fields) => string.Join(", ", fields.Select(static field => $"{field.Key} {field.Value}"));
}
