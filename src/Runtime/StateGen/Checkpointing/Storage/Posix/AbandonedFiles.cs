namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>
/// Finds the partial files that their writers have abandoned. A file that a living process of this machine writes is locked and never abandoned. Where one
/// process uses the directory alone, every other partial file is; where several machines share it, only one that nobody has written to for
/// <see cref="Grace"/>, by the clock of the storage. A writer that pauses longer and then goes on fails, and harms nothing.
/// </summary>
internal static class AbandonedFiles
{
    /// <summary>The time for which a writer on another machine may pause.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MatchType = MatchType.Simple,
    };

    /// <summary>Deletes the abandoned files of a directory.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="now">The time by the clock of the storage; null if this process uses the directory alone.</param>
    /// <returns>The deleted files.</returns>
    public static IReadOnlyList<string> Delete(string root, DateTime? now)
    {
        string[] abandoned = [.. Directory.GetFiles(root, PartialFile.Pattern, Everywhere).Where(file => IsAbandoned(file, now))];
        foreach (var file in abandoned)
            File.Delete(file);
        return abandoned;
    }

    private static bool IsAbandoned(string file, DateTime? now)
    {
        if (now - File.GetLastWriteTimeUtc(file) < Grace)
            return false;
        try
        {
            if (!LockedFile.TryOpen(file, out var content, out _, FileMode.Open))
                return false;
            content.Dispose();
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // It has just been published or deleted, or it belongs to another user, who deletes it.
            return false;
        }
    }
}
