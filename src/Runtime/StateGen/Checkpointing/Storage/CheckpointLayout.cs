using System.Globalization;

namespace StateGen.Checkpointing.Storage;

// job.json                      the claim of the job that the storage belongs to
// committed.json                the latest checkpoint whose output is committed
// chk-00000007/manifest.json    a complete checkpoint
// chk-00000007/…                its files; without a manifest, the files of an attempt that is in progress or was interrupted

/// <summary>Defines the paths in a storage that holds the checkpoints of one job.</summary>
internal static class CheckpointLayout
{
    public const string ClaimPath = "job.json";
    public const string CommittedPath = "committed.json";
    public const string FolderPrefix = "chk-";
    private const string ManifestName = "manifest.json";

    public static string FilePath(long checkpointId, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{FolderPrefix}{checkpointId:D8}/{name}");

    public static string ManifestPath(long checkpointId) => FilePath(checkpointId, ManifestName);

    /// <summary>Determines whether a path is one that <see cref="FilePath"/> returns for any checkpoint.</summary>
    public static bool IsCheckpointFile(string path) => TryParse(path, out _, out _);

    /// <summary>Determines whether a path is the manifest of a checkpoint, and gets the number of that checkpoint.</summary>
    public static bool IsManifest(string path, out long checkpointId) => TryParse(path, out checkpointId, out var name) && name == ManifestName;

    private static bool TryParse(string path, out long checkpointId, out string name)
    {
        var end = path.IndexOf('/', StringComparison.Ordinal);
        checkpointId = 0;
        name = end < 0 ? "" : path[(end + 1)..];
        return end > FolderPrefix.Length
            && path.StartsWith(FolderPrefix, StringComparison.Ordinal)
            && long.TryParse(path.AsSpan(FolderPrefix.Length, end - FolderPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out checkpointId)
            && path == FilePath(checkpointId, name);
    }
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
