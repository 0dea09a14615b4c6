using FlightDelays.Flights;
using FlightDelays.Jobs;

namespace FlightDelays.Reports;

/// <summary>Reads the output that the job has committed, as any reader of the directory sees it.</summary>
internal static class CommittedOutput
{
    /// <summary>Reads the rows of every committed part of the job. Other files in the directory are ignored.</summary>
    public static IEnumerable<DailyDelay> Read(string directory) =>
        from part in Directory.EnumerateFiles(directory, $"part-{DelaysJob.Id}-*.csv")
        from line in File.ReadLines(part).Skip(1)
        select DailyDelay.Parse(line);
}
