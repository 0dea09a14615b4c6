using StateGen.Checkpointing.Log;
using StateGen.Checkpoints;

namespace StateGen.Tool.Checkpoints.Storage;

/// <summary>Opens a storage for changes. That must not be done behind the back of a job that runs.</summary>
internal static class Changes
{
    /// <param name="address">The storage.</param>
    /// <param name="takesOver">true to take the job over from a process that may still run it.</param>
    /// <param name="latest">The latest attempt of the job; null if none is known.</param>
    /// <returns>The storage, which the caller disposes.</returns>
    /// <exception cref="CheckpointStorageException">The job runs, or it is not known whether it does, or the storage cannot be used.</exception>
    public static ICheckpointStorage Open(StorageAddress address, bool takesOver, LogAttempt? latest)
    {
        if (!address.HasLock && !takesOver)
        {
            throw new CheckpointStorageException(
                $"Nothing tells whether a job runs on '{address.Text}'.{Whereabouts(latest)} Make sure that it does not run, and run the command again "
                + "with --take-over. A job that does run is then ended by a JobSupersededException; what it has not committed, its next start does again.");
        }

        try
        {
            return address.OpenForChanges();
        }
        catch (CheckpointStorageException failure) when (address.HasLock)
        {
            throw new CheckpointStorageException($"{failure.Message}{Whereabouts(latest)} Stop the job before you change its checkpoints.", failure);
        }
    }

    private static string Whereabouts(LogAttempt? latest) =>
        latest is null ? "" : $" The job was last started as attempt {latest.Number}, in {latest.Whereabouts}.";
}
