namespace StateGen.Storms;

/// <summary>Writes the progress of the job to standard error.</summary>
internal sealed class ProgressLines : IProgress<JobProgress>
{
    public void Report(JobProgress value) => Console.Error.WriteLine($"{value.Records} records, {value.Checkpoints} checkpoints");
}
