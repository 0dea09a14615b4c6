namespace StateGen.Checkpoints;

/// <summary>
/// A lock that gives one process exclusive use of a directory, from <see cref="Acquire"/> until <see cref="Dispose"/>. It is bound to an open
/// file, so the operating system releases it when the process ends, even if it is killed.
/// </summary>
public sealed class StateDirectoryLock : IDisposable
{
    private const string FileName = ".lock";
    private readonly FileStream _file;

    private StateDirectoryLock(FileStream file) => _file = file;

    /// <summary>Creates the directory if it is missing and locks it for this process.</summary>
    /// <param name="directory">The directory.</param>
    /// <returns>The lock, which the caller disposes.</returns>
    /// <exception cref="CheckpointStorageException">Another process uses the directory, it is a file, or it cannot be written.</exception>
    public static StateDirectoryLock Acquire(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (File.Exists(directory))
            throw Unusable(directory, "it is a file", null);
        try
        {
            Directory.CreateDirectory(directory);
            return new StateDirectoryLock(new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (IsSharingViolation(exception))
        {
            throw new CheckpointStorageException(
                $"Another process uses the directory '{directory}'. Wait for it to end, or name another directory.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(directory, exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>Releases the directory.</summary>
    public void Dispose() => _file.Dispose();

    private static CheckpointStorageException Unusable(string directory, string reason, Exception? cause) =>
        new($"The directory '{directory}' cannot hold state: {reason}. Name a directory that this user may create and write to.", cause);

    // EWOULDBLOCK of flock on Linux and on macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException exception) =>
        exception.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35);
}
