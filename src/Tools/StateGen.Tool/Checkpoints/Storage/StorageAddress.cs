using System.Diagnostics.CodeAnalysis;
using StateGen.AzureBlob;
using StateGen.Checkpoints;
using StateGen.Relational.Postgres;
using StateGen.S3;

namespace StateGen.Tool.Checkpoints.Storage;

// A job locks a directory, unless it was told that other machines use the directory too. A job that locks has created the file of the lock, which stays. So
// where that file is, a free lock means that no job runs; elsewhere nothing tells.

/// <summary>The storage that an argument of the command line names.</summary>
/// <param name="Text">The argument, for messages and for the commands that they name.</param>
/// <param name="HasLock">true if the storage is locked while a job runs on it, so that it can be seen whether one does.</param>
/// <param name="OpenForReading">Opens the storage so that no checkpoint is changed, also while a job runs.</param>
/// <param name="OpenForChanges">Opens the storage, and locks it if it has a lock.</param>
internal sealed record StorageAddress(string Text, bool HasLock, Func<ICheckpointStorage> OpenForReading, Func<ICheckpointStorage> OpenForChanges)
{
    private const string LockFile = ".lock";
    private const string Supported =
        "Supported are the path of a directory, and the URIs file:///PATH, s3://BUCKET/PREFIX, azblob://ACCOUNT/CONTAINER/PREFIX and "
        + "postgres://HOST/DATABASE/ROOT.";

    /// <summary>Parses an argument.</summary>
    /// <returns>true if it names a storage; otherwise, false.</returns>
    public static bool TryParse(string argument, [NotNullWhen(true)] out StorageAddress? address, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            address = argument.Length == 0 ? throw new ArgumentException($"The location is empty. {Supported}", nameof(argument)) : Parse(argument);
            problem = null;
            return true;
        }
        catch (ArgumentException exception)
        {
            // The name of the parameter, which the message ends with, says nothing to the user.
            address = null;
            problem = exception.Message.Split(" (Parameter")[0];
            return false;
        }
    }

    private static StorageAddress Parse(string argument)
    {
        if (!CheckpointUri.IsUri(argument))
            return OfDirectory(argument, argument, File.Exists(Path.Combine(argument, LockFile)));
        var uri = CheckpointUri.Parse(argument);
        return uri.Scheme switch
        {
            FileUri.Scheme => OfFile(argument, uri),
            S3Checkpoints.Scheme => OfStore(argument, S3Checkpoints.Register),
            PostgresCheckpoints.Scheme => OfStore(argument, PostgresCheckpoints.Register),
            AzureBlobCheckpoints.Scheme => OfStore(argument, AzureBlobCheckpoints.Register),
            _ => throw new ArgumentException($"The scheme '{uri.Scheme}' is not supported. {Supported}", nameof(argument)),
        };
    }

    private static StorageAddress OfFile(string argument, CheckpointUri uri)
    {
        var directory = CheckpointTarget.Parse(argument).Location;
        var isShared = uri.Settings.Values.Contains("true", StringComparer.Ordinal);
        return OfDirectory(argument, directory, !isShared && File.Exists(Path.Combine(directory, LockFile)));
    }

    private static StorageAddress OfDirectory(string argument, string directory, bool hasLock) => new(
        argument,
        hasLock,
        () => ReadOnlyDirectory.Open(directory),
        () =>
        {
            // Opening a directory for a job would create it.
            ReadOnlyDirectory.Require(directory);
            return hasLock ? DirectoryCheckpointStorage.Open(directory) : DirectoryCheckpointStorage.OpenShared(directory);
        });

    private static StorageAddress OfStore(string argument, Action register)
    {
        register();
        var target = CheckpointTarget.Parse(argument);
        return new(argument, HasLock: false, Open, Open);

        ICheckpointStorage Open() => target.Open(out _);
    }
}
