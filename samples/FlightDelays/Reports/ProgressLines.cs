using System.Globalization;
using StateGen;

namespace FlightDelays.Reports;

/// <summary>Writes the progress of the job to standard error.</summary>
internal sealed class ProgressLines : IProgress<JobProgress>
{
    public void Report(JobProgress value) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{value.Records:N0} records, {value.RecordsPerSecond:N0} per second, {value.Checkpoints:N0} checkpoints"));
}
