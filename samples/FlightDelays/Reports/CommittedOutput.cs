using FlightDelays.Flights;
using FlightDelays.Jobs;

namespace FlightDelays.Reports;

/// <summary>What the job has committed, as any reader of the directory sees it.</summary>
internal static class CommittedOutput
{
    /// <summary>The rows of every committed part of the job; what else is in the directory is not ours.</summary>
    public static IEnumerable<DailyDelay> Read(string directory) =>
        from part in Directory.EnumerateFiles(directory, $"part-{DelaysJob.Id}-*.csv")
        from line in File.ReadLines(part).Skip(1)
        select DailyDelay.Parse(line);
}
