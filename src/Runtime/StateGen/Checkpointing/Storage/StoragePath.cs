namespace StateGen.Checkpointing.Storage;

/// <summary>
/// The paths that a checkpoint storage accepts: relative, segments separated by <c>/</c>, none empty or starting with a dot. Manifests
/// come from outside, so nothing that one says may lead out of the storage.
/// </summary>
internal static class StoragePath
{
    public static string Require(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Array.TrueForAll(path.Split('/'), IsSegment)
            ? path
            : throw new ArgumentException($"'{path}' is no path within a checkpoint storage.", nameof(path));
    }

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment[0] != '.' && !segment.AsSpan().ContainsAny('\\', ':', '\0');
}
