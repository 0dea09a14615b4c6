using StateGen.Checkpointing.Storage.Posix;

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
            throw Unusable(directory, "it is a file", null, isPermanent: true);
        try
        {
            Directory.CreateDirectory(directory);
            return LockedFile.TryOpen(Path.Combine(directory, FileName), out var file, out var failure)
                ? new(file)
                : throw new CheckpointStorageException(
                    $"Another process uses the directory '{directory}'. Wait for it to end, or name another directory.", failure);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(directory, exception.Message.TrimEnd('.'), exception, isPermanent: exception is UnauthorizedAccessException);
        }
    }

    /// <summary>Releases the directory.</summary>
    public void Dispose() => _file.Dispose();

    private static CheckpointStorageException Unusable(string directory, string reason, Exception? cause, bool isPermanent) =>
        new($"The directory '{directory}' cannot hold state: {reason}. Name a directory that this user may create and write to.", cause)
        {
            IsPermanent = isPermanent,
        };
}
