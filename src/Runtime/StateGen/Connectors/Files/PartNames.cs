using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace StateGen.Connectors.Files;

/// <summary>
/// The names of a job's files in an output directory:
/// <c>.part-JOB-ATTEMPT-SUBTASK-next-rRUN.csv.pending</c> while written, <c>.part-JOB-ATTEMPT-SUBTASK-CHECKPOINT-rRUN.csv.pending</c> once prepared,
/// <c>part-JOB-CHECKPOINT-SUBTASK-ATTEMPT.csv</c> once committed; and <c>.lock-JOB</c> or <c>.lock-JOB.NUMBER</c>, which a run holds. From the second file of a
/// subtask and checkpoint on, <c>-pNUMBER</c> follows <c>ATTEMPT</c>, <c>next</c> or the hidden <c>CHECKPOINT</c>. In JOB every character except ASCII letters,
/// digits, '_' and '-' is escaped as in a URI. The first dot after the prefix therefore ends the parts after JOB, and only <c>NUMBER</c> and RUN begin with a
/// letter, so that a name cannot belong to two jobs. RUN is unique for each run of the job; it begins with a hash of the place that holds the checkpoints of
/// the run. Names of earlier versions have no RUN. The <c>NUMBER</c> of a lock is the id of the job's log.
/// </summary>
/// <param name="context">The run.</param>
/// <param name="extension">The extension of the files.</param>
/// <param name="run">The random part of RUN: 12 lowercase hexadecimal digits.</param>
internal sealed partial class PartNames(SinkContext context, string extension, string run)
{
    private const string HiddenSuffix = ".pending";
    private const string InProgressCheckpoint = "next";
    private readonly string _job = Uri.EscapeDataString(context.JobId)
        .Replace("~", "%7E", StringComparison.Ordinal)
        .Replace(".", "%2E", StringComparison.Ordinal);

    private readonly string _place = HashOf(context.StateLocation ?? "");
    private readonly string _state = HashOf(context.JobLog ?? context.StateLocation ?? "");

    public static PartNames OfRun(SinkContext context, string extension) => new(context, extension, RandomNumberGenerator.GetHexString(12, lowercase: true));

    /// <summary>Gets the name of the file that a run without a log holds alone, and whose name begins those that runs with a log share.</summary>
    public string Lock => $".lock-{_job}";

    /// <summary>Gets the name of the file that all runs with the same log share; null without a log.</summary>
    public string? SharedLock => context.JobLog is { } log ? $"{Lock}.{log}" : null;

    /// <summary>Determines whether a name is that of the file which runs with another log share.</summary>
    public bool IsSharedByOthers(string name) => name.StartsWith($"{Lock}.", StringComparison.Ordinal) && name != SharedLock;

    /// <summary>Gets a name that differs for each run with the same log. There is no such file.</summary>
    public string OfAttempt => string.Create(CultureInfo.InvariantCulture, $"{SharedLock}.{context.Attempt}");

    public string InProgress(int attempt, int subtask, int number) => Hidden(attempt, subtask, InProgressCheckpoint, number);

    public string Prepared(int attempt, int subtask, long checkpointId, int number) =>
        Hidden(attempt, subtask, checkpointId.ToString(CultureInfo.InvariantCulture), number);

    public string Committed(int attempt, int subtask, long checkpointId, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"part-{_job}-{checkpointId}-{subtask}-{attempt}{NumberOf(number)}{extension}");

    /// <summary>
    /// Determines whether a name is a hidden name of this job, with any extension, that no checkpoint needs: of a part that was not prepared, or of one that
    /// this or an earlier run with checkpoints in the same place has prepared and that the restored checkpoint does not name. Parts of this run's attempts and
    /// of earlier ones in the same log are abandoned, those of later attempts are not.
    /// </summary>
    /// <param name="name">The name of a file that the restored checkpoint does not name.</param>
    /// <param name="checkpointId">
    /// The restored checkpoint; 0 for a fresh start, which does not know where a run of an earlier version had its checkpoints.
    /// </param>
    public bool IsAbandoned(string name, long checkpointId)
    {
        if (FindHidden(name) is not { } hidden)
            return false;
        var (state, attempt) = (hidden.Groups["state"], hidden.Groups["attempt"].Value);
        if (context.JobLog is not null && state.Value == _state)
            return hidden.Groups["run"].Value == run || IsEarlier(attempt);
        return hidden.Groups["checkpoint"].Value == InProgressCheckpoint || (state.Success ? state.Value == _state || state.Value == _place : checkpointId > 0);
    }

    /// <summary>
    /// Determines whether a name is that of a hidden file that an earlier attempt in the same log has written. After the restore, nobody needs it.
    /// </summary>
    public bool IsOfEarlierAttempt(string name) => context.JobLog is not null
        && FindHidden(name) is { } hidden && hidden.Groups["state"].Value == _state && IsEarlier(hidden.Groups["attempt"].Value);

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

    [GeneratedRegex(@"\A(?<checkpoint>[0-9]+)-[0-9]+-[0-9]+(-p[0-9]+)?\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex CheckpointSubtaskAttempt();

    [GeneratedRegex(
        @"\A(?<attempt>[0-9]+)-[0-9]+-(?<checkpoint>[0-9]+|next)(-p[0-9]+)?(-r(?<state>[0-9a-f]{8})(?<run>[0-9a-f]+))?\.",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex AttemptSubtaskCheckpoint();

    private bool IsEarlier(string attempt) =>
        int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var writer) && writer < context.Attempt;

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
        CultureInfo.InvariantCulture, $".part-{_job}-{attempt}-{subtask}-{checkpoint}{NumberOf(number)}-r{_state}{run}{extension}{HiddenSuffix}");

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));

    private static string NumberOf(int number) => number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-p{number}");
}
