using System.Globalization;
using System.Text.RegularExpressions;

namespace StateGen.Checkpointing.Storage;

// job.json                              the claim of the job that the storage belongs to
// log/0000000012.json                   an entry of the job's log, see JobLog
// chk-00000007-a3-1f2e3d4c5b6a/…        files that attempt 3 has written for checkpoint 7 in one session; no other session has the same random digits
//
// Versions 1 to 3 of the format had instead:
// committed.json                        the latest checkpoint whose output is committed
// chk-00000007/manifest.json            a complete checkpoint
// chk-00000007/…                        its files; without a manifest, the files of an attempt that is in progress or was interrupted

/// <summary>Defines the paths in a storage that holds the checkpoints of one job.</summary>
internal static partial class CheckpointLayout
{
    public const string ClaimPath = "job.json";
    public const string CommittedPath = "committed.json";
    public const string LogFolder = "log/";
    public const string FolderPrefix = "chk-";

    /// <summary>The number of random digits in the name of the folder of a session.</summary>
    public const int SessionLength = 12;

    private const string EntrySuffix = ".json";
    private const string ManifestName = "manifest.json";

    public static string LogPath(long number) => string.Create(CultureInfo.InvariantCulture, $"{LogFolder}{number:D10}{EntrySuffix}");

    /// <summary>Determines whether a path is that of an entry of the log, and gets the number of the entry.</summary>
    public static bool IsLogEntry(string path, out long number)
    {
        number = 0;
        return path.StartsWith(LogFolder, StringComparison.Ordinal)
            && path.EndsWith(EntrySuffix, StringComparison.Ordinal)
            && long.TryParse(path.AsSpan()[LogFolder.Length..^EntrySuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && path == LogPath(number);
    }

    /// <summary>Gets the folder of the files of a session, which ends with <c>/</c>.</summary>
    public static string SessionFolder(long checkpointId, int attempt, string session) =>
        string.Create(CultureInfo.InvariantCulture, $"{FolderPrefix}{checkpointId:D8}-a{attempt}-{session}/");

    /// <summary>Gets the path of the manifest of a checkpoint of an earlier version of the format.</summary>
    public static string EarlierManifestPath(long checkpointId) => string.Create(
        CultureInfo.InvariantCulture, $"{FolderPrefix}{checkpointId:D8}/{ManifestName}");

    /// <summary>Determines whether a path is the manifest of a checkpoint of an earlier version of the format, and gets the number of the checkpoint.</summary>
    public static bool IsEarlierManifest(string path, out long checkpointId)
    {
        checkpointId = FolderOf(path) is { } folder && !folder.Groups["attempt"].Success ? NumberOf(folder.Groups["checkpoint"]) : 0;
        return checkpointId > 0 && path == EarlierManifestPath(checkpointId);
    }

    /// <summary>
    /// Determines whether a path is that of a file of a checkpoint, and gets the attempt that has written it: 0 in earlier versions of the format.
    /// </summary>
    public static bool IsCheckpointFile(string path, out long attempt)
    {
        attempt = 0;
        if (FolderOf(path) is not { } folder)
            return false;
        attempt = folder.Groups["attempt"].Success ? NumberOf(folder.Groups["attempt"]) : 0;
        return true;
    }

    private static long NumberOf(Group group) => long.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Match? FolderOf(string path) => CheckpointFolder().Match(path) is { Success: true } match ? match : null;

    [GeneratedRegex(
        @"\Achk-(?<checkpoint>[0-9]{8}|[1-9][0-9]{8,17})(-a(?<attempt>[1-9][0-9]{0,9})-[0-9a-f]{12})?/",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex CheckpointFolder();
}

/// <summary>
/// Validates the paths in a checkpoint storage. A path is relative, its segments are separated by <c>/</c>, and no segment is empty or starts with a dot.
/// Manifests are external input, so a path in a manifest must not lead out of the storage.
/// </summary>
internal static class StoragePath
{
    public static string Require(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Array.TrueForAll(path.Split('/'), IsSegment)
            ? path
            : throw new ArgumentException($"'{path}' is not a valid path in a checkpoint storage.", nameof(path));
    }

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment[0] != '.' && !segment.AsSpan().ContainsAny('\\', ':', '\0');
}
