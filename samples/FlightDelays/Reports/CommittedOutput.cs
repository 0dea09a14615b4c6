using FlightDelays.Flights;

namespace FlightDelays.Reports;

/// <summary>What the job has committed, as any reader of the directory sees it.</summary>
internal static class CommittedOutput
{
    /// <summary>The rows of every part that is not hidden.</summary>
    public static IEnumerable<DailyDelay> Read(string directory) =>
        from part in Directory.EnumerateFiles(directory, "*.csv")
        where !Path.GetFileName(part).StartsWith('.')
        from line in File.ReadLines(part).Skip(1)
        select DailyDelay.Parse(line);
}
