namespace FlightDelays.Tests.Results;

/// <summary>What a reader of the output directory sees.</summary>
internal static class CommittedRows
{
    public const string Header = "day,airport,flights,mean_delay,max_delay,worst_destination";

    /// <summary>The rows of all committed parts, sorted; a row that was written twice is there twice.</summary>
    public static IReadOnlyList<string> Rows(string directory) =>
        [.. Parts(directory).SelectMany(RowsOf).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Parts(string directory) =>
        Directory.Exists(directory) ? Directory.GetFiles(directory, "*.csv").Where(file => !IsHidden(file)) : [];

    /// <summary>The hidden files, except the lock, which stays.</summary>
    public static IEnumerable<string> Hidden(string directory) =>
        Directory.GetFileSystemEntries(directory).Where(IsHidden).Where(static file => !Path.GetFileName(file).StartsWith(".lock-flight-delays", StringComparison.Ordinal));

    private static bool IsHidden(string file) => Path.GetFileName(file).StartsWith('.');

    private static IEnumerable<string> RowsOf(string file)
    {
        var text = File.ReadAllText(file);
        Assert.True(text.StartsWith($"{Header}\n", StringComparison.Ordinal) && text.EndsWith('\n'), $"{file} is not a complete part");
        return text.Split('\n')[1..^1];
    }
}
