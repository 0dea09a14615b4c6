using System.Globalization;
using System.Text.RegularExpressions;

namespace StateGen.Connectors.Files;

/// <summary>
/// The names of a job's files in an output directory:
/// <c>.part-JOB-ATTEMPT-SUBTASK-next-rRUN.csv.pending</c> while written, <c>.part-JOB-ATTEMPT-SUBTASK-CHECKPOINT-rRUN.csv.pending</c> once prepared,
/// <c>part-JOB-CHECKPOINT-SUBTASK-ATTEMPT.csv</c> once committed; and <c>.lock-JOB</c>, which a run holds. In JOB every character except ASCII letters, digits,
/// '_' and '-' is escaped as in a URI. The first dot after the prefix therefore ends the parts after JOB, and only RUN follows an 'r', so that a name cannot
/// belong to two jobs. RUN is unique for each run of the job. Names of earlier versions have no RUN.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="extension">The extension of the files.</param>
/// <param name="run">The run: lowercase hexadecimal digits.</param>
internal sealed partial class PartNames(string jobId, string extension, string run)
{
    private const string HiddenSuffix = ".pending";
    private const string InProgressCheckpoint = "next";
    private readonly string _job = Uri.EscapeDataString(jobId)
        .Replace("~", "%7E", StringComparison.Ordinal)
        .Replace(".", "%2E", StringComparison.Ordinal);

    public string Lock => $".lock-{_job}";

    public string InProgress(int attempt, int subtask) => Hidden(attempt, subtask, InProgressCheckpoint);

    public string Prepared(int attempt, int subtask, long checkpointId) => Hidden(attempt, subtask, checkpointId.ToString(CultureInfo.InvariantCulture));

    public string Committed(int attempt, int subtask, long checkpointId) =>
        string.Create(CultureInfo.InvariantCulture, $"part-{_job}-{checkpointId}-{subtask}-{attempt}{extension}");

    /// <summary>Determines whether a name is a hidden name of this job, with any extension, of any run.</summary>
    public bool IsHidden(string name) => FindHidden(name) is not null;

    /// <summary>Determines whether a name is a hidden name of a part of this job that was not prepared, with any extension, of any run.</summary>
    public bool IsInProgress(string name) => FindHidden(name)?.Groups["checkpoint"].Value == InProgressCheckpoint;

    /// <summary>Finds the checkpoint that a committed file of this job belongs to, with any extension; null for other names.</summary>
    public long? FindCheckpoint(string name)
    {
        var start = $"part-{_job}-";
        return name.StartsWith(start, StringComparison.Ordinal)
            && CheckpointSubtaskAttempt().Match(name, start.Length, name.Length - start.Length) is { Success: true } match
            && long.TryParse(match.Groups["checkpoint"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var checkpoint)
                ? checkpoint
                : null;
    }

    [GeneratedRegex(@"\A(?<checkpoint>[0-9]+)-[0-9]+-[0-9]+\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CheckpointSubtaskAttempt();

    [GeneratedRegex(@"\A[0-9]+-[0-9]+-(?<checkpoint>[0-9]+|next)(-r[0-9a-f]+)?\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AttemptSubtaskCheckpoint();

    private Match? FindHidden(string name)
    {
        var start = $".part-{_job}-";
        return name.StartsWith(start, StringComparison.Ordinal)
            && name.EndsWith(HiddenSuffix, StringComparison.Ordinal)
            && AttemptSubtaskCheckpoint().Match(name, start.Length, name.Length - start.Length) is { Success: true } match
                ? match
                : null;
    }

    private string Hidden(int attempt, int subtask, string checkpoint) =>
        string.Create(CultureInfo.InvariantCulture, $".part-{_job}-{attempt}-{subtask}-{checkpoint}-r{run}{extension}{HiddenSuffix}");
}
