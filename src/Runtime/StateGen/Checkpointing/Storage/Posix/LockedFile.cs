using System.Diagnostics.CodeAnalysis;

namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>
/// Opens files for exclusive use, also within a process. The operating system releases such a file when the process ends, even if it is killed. The file
/// itself stays: if it were deleted, another process could hold the lock of a file that has no name any more.
/// </summary>
internal static class LockedFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="file">The file; null if it is in use.</param>
    /// <param name="failure">The reason if it is in use; otherwise, null.</param>
    /// <param name="mode">What to do if the file is missing; by default, it is created.</param>
    /// <returns>true if the file is open; false if somebody else has it open.</returns>
    public static bool TryOpen(
        string path, [NotNullWhen(true)] out FileStream? file, [NotNullWhen(false)] out IOException? failure, FileMode mode = FileMode.OpenOrCreate) =>
        TryOpen(path, mode, FileAccess.ReadWrite, FileShare.None, out file, out failure);

    /// <summary>
    /// Opens a file, which is created if it is missing, together with all others who do so. Meanwhile nobody can open it for exclusive use.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="file">The file; null if somebody has it open for exclusive use.</param>
    /// <param name="failure">The reason if it is in use; otherwise, null.</param>
    /// <returns>true if the file is open; false if somebody has it open for exclusive use.</returns>
    public static bool TryShare(string path, [NotNullWhen(true)] out FileStream? file, [NotNullWhen(false)] out IOException? failure) =>
        TryOpen(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read, out file, out failure);

    private static bool TryOpen(
        string path,
        FileMode mode,
        FileAccess access,
        FileShare share,
        [NotNullWhen(true)] out FileStream? file,
        [NotNullWhen(false)] out IOException? failure)
    {
        try
        {
            file = new(path, mode, access, share);
            failure = null;
            return true;
        }
        catch (IOException exception) when (IsSharingViolation(exception))
        {
            file = null;
            failure = exception;
            return false;
        }
    }

    // EWOULDBLOCK of flock on Linux and on macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException exception) =>
        exception.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35);
}
