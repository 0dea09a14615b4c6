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
        CreateDirectory(directory);
        return Guard(directory, () =>
        {
            var path = Path.Combine(directory, FileName);
            if (!LockedFile.TryOpen(path, out var file, out var failure))
                throw InUse(directory, LockHolder.Find(path), failure);
            LockHolder.Write(file);
            return new StateDirectoryLock(file);
        });
    }

    /// <summary>Creates a directory if it is missing, without a lock.</summary>
    internal static void CreateDirectory(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (File.Exists(directory))
            throw Unusable(directory, "it is a file", null, isPermanent: true);
        Guard<object?>(directory, () =>
        {
            DurableFolder.Create(Path.GetFullPath(directory), DirectoryFlush.Flush);
            return null;
        });
    }

    /// <summary>Releases the directory.</summary>
    public void Dispose() => _file.Dispose();

    private static T Guard<T>(string directory, Func<T> body)
    {
        try
        {
            return body();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(directory, exception.Message.TrimEnd('.'), exception, isPermanent: exception is UnauthorizedAccessException);
        }
    }

    private static CheckpointStorageException InUse(string directory, string? holder, IOException failure) =>
        new($"Another process uses the directory '{directory}'{(holder is null ? "" : $": {holder}")}. Wait for it to end, or name another directory.",
            failure);

    private static CheckpointStorageException Unusable(string directory, string reason, Exception? cause, bool isPermanent) =>
        new($"The directory '{directory}' cannot hold state: {reason}. Name a directory that this user may create and write to.", cause)
        {
            IsPermanent = isPermanent,
        };
}
