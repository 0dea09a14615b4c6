using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace StateGen.Connectors.Files;

/// <summary>
/// The names of a job's files in an output directory:
/// <c>.part-JOB-ATTEMPT-SUBTASK-next-rRUN.csv.pending</c> while written, <c>.part-JOB-ATTEMPT-SUBTASK-CHECKPOINT-rRUN.csv.pending</c> once prepared,
/// <c>part-JOB-CHECKPOINT-SUBTASK-ATTEMPT.csv</c> once committed; and <c>.lock-JOB</c>, which a run holds. From the second file of a subtask and checkpoint
/// on, <c>-pNUMBER</c> follows <c>ATTEMPT</c>, <c>next</c> or the hidden <c>CHECKPOINT</c>. In JOB every character except ASCII letters, digits, '_' and '-'
/// is escaped as in a URI. The first dot after the prefix therefore ends the parts after JOB, and only <c>NUMBER</c> and RUN begin with a letter, so that a
/// name cannot belong to two jobs. RUN is unique for each run of the job; it begins with a hash of the place that holds the checkpoints of the run. Names of
/// earlier versions have no RUN.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="extension">The extension of the files.</param>
/// <param name="state">The place that holds the checkpoints of the run: 8 lowercase hexadecimal digits.</param>
/// <param name="run">The run: 12 more.</param>
internal sealed partial class PartNames(string jobId, string extension, string state, string run)
{
    private const string HiddenSuffix = ".pending";
    private const string InProgressCheckpoint = "next";
    private readonly string _job = Uri.EscapeDataString(jobId)
        .Replace("~", "%7E", StringComparison.Ordinal)
        .Replace(".", "%2E", StringComparison.Ordinal);

    public static PartNames OfRun(SinkContext context, string extension) => new(
        context.JobId,
        extension,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context.StateLocation ?? "")).AsSpan(0, 4)),
        RandomNumberGenerator.GetHexString(12, lowercase: true));

    public string Lock => $".lock-{_job}";

    public string InProgress(int attempt, int subtask, int number) => Hidden(attempt, subtask, InProgressCheckpoint, number);

    public string Prepared(int attempt, int subtask, long checkpointId, int number) =>
        Hidden(attempt, subtask, checkpointId.ToString(CultureInfo.InvariantCulture), number);

    public string Committed(int attempt, int subtask, long checkpointId, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"part-{_job}-{checkpointId}-{subtask}-{attempt}{NumberOf(number)}{extension}");

    /// <summary>
    /// Determines whether a name is a hidden name of this job, with any extension, that no checkpoint needs: of a part that was not prepared, or of one that
    /// this or an earlier run with checkpoints in the same place has prepared and that the restored checkpoint does not name.
    /// </summary>
    /// <param name="name">The name of a file that the restored checkpoint does not name.</param>
    /// <param name="checkpointId">
    /// The restored checkpoint; 0 for a fresh start, which does not know where a run of an earlier version had its checkpoints.
    /// </param>
    public bool IsAbandoned(string name, long checkpointId)
    {
        if (FindHidden(name) is not { } hidden)
            return false;
        var writer = hidden.Groups["state"];
        return hidden.Groups["checkpoint"].Value == InProgressCheckpoint || (writer.Success ? writer.Value == state : checkpointId > 0);
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

    [GeneratedRegex(@"\A(?<checkpoint>[0-9]+)-[0-9]+-[0-9]+(-p[0-9]+)?\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CheckpointSubtaskAttempt();

    [GeneratedRegex(
        @"\A[0-9]+-[0-9]+-(?<checkpoint>[0-9]+|next)(-p[0-9]+)?(-r(?<state>[0-9a-f]{8})[0-9a-f]+)?\.",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
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

    private string Hidden(int attempt, int subtask, string checkpoint, int number) => string.Create(
        CultureInfo.InvariantCulture, $".part-{_job}-{attempt}-{subtask}-{checkpoint}{NumberOf(number)}-r{state}{run}{extension}{HiddenSuffix}");

    private static string NumberOf(int number) => number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-p{number}");
}
