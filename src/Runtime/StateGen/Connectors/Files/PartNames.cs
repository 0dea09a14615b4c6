using System.Globalization;
using System.Text.RegularExpressions;

namespace StateGen.Connectors.Files;

/// <summary>
/// The names of a job's files in an output directory:
/// <c>.part-JOB-ATTEMPT-SUBTASK-next.csv.pending</c> while written, <c>.part-JOB-ATTEMPT-SUBTASK-CHECKPOINT.csv.pending</c> once prepared,
/// <c>part-JOB-CHECKPOINT-SUBTASK-ATTEMPT.csv</c> once committed. In JOB every character except ASCII letters, digits, '_' and '-' is
/// escaped as in a URI. The first dot after the prefix therefore ends the three parts after JOB, so that a name cannot belong to two jobs.
/// </summary>
internal sealed partial class PartNames(string jobId, string extension)
{
    private const string HiddenSuffix = ".pending";
    private readonly string _job = Uri.EscapeDataString(jobId)
        .Replace("~", "%7E", StringComparison.Ordinal)
        .Replace(".", "%2E", StringComparison.Ordinal);

    public string InProgress(int attempt, int subtask) => Hidden(attempt, subtask, "next");

    public string Prepared(int attempt, int subtask, long checkpointId) => Hidden(attempt, subtask, checkpointId.ToString(CultureInfo.InvariantCulture));

    public string Committed(int attempt, int subtask, long checkpointId) =>
        string.Create(CultureInfo.InvariantCulture, $"part-{_job}-{checkpointId}-{subtask}-{attempt}{extension}");

    /// <summary>Determines whether a name is a hidden name of this job, with any extension.</summary>
    public bool IsHidden(string name)
    {
        var start = $".part-{_job}-";
        return name.StartsWith(start, StringComparison.Ordinal)
            && name.EndsWith(HiddenSuffix, StringComparison.Ordinal)
            && AttemptSubtaskCheckpoint().IsMatch(name.AsSpan(start.Length));
    }

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

    [GeneratedRegex(@"\A[0-9]+-[0-9]+-([0-9]+|next)\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AttemptSubtaskCheckpoint();

    private string Hidden(int attempt, int subtask, string checkpoint) =>
        string.Create(CultureInfo.InvariantCulture, $".part-{_job}-{attempt}-{subtask}-{checkpoint}{extension}{HiddenSuffix}");
}
