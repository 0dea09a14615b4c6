using System.Diagnostics.CodeAnalysis;
using StateGen.Checkpoints;

namespace StateGen.Tool.Checkpoints.Storage;

/// <summary>The storage that an argument of the command line names.</summary>
/// <param name="Text">The argument, for messages and for the commands that they name.</param>
/// <param name="HasLock">true if the storage is locked while a job runs on it, so that it can be seen whether one does.</param>
/// <param name="OpenForReading">Opens the storage so that nothing in it is changed, also while a job runs.</param>
/// <param name="OpenForChanges">Opens the storage, and locks it if it has a lock.</param>
internal sealed record StorageAddress(string Text, bool HasLock, Func<ICheckpointStorage> OpenForReading, Func<ICheckpointStorage> OpenForChanges)
{
    private const string Supported = "Supported are the path of a directory, and a URI such as file:///mnt/state.";

    /// <summary>Parses an argument.</summary>
    /// <returns>true if it names a storage; otherwise, false.</returns>
    public static bool TryParse(string argument, [NotNullWhen(true)] out StorageAddress? address, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        var directory = IsUri(argument) ? TryFindDirectory(argument, out problem) : argument;
        if (directory is { Length: 0 })
            problem = $"The location is empty. {Supported}";
        address = problem is null ? OfDirectory(argument, directory!) : null;
        return problem is null;
    }

    private static StorageAddress OfDirectory(string argument, string directory) => new(
        argument,
        HasLock: true,
        () => ReadOnlyDirectory.Open(directory),
        () =>
        {
            // Opening a directory for a job would create it.
            ReadOnlyDirectory.Require(directory);
            return DirectoryCheckpointStorage.Open(directory);
        });

    // A drive letter of Windows is followed by one separator at most.
    private static bool IsUri(string argument) =>
        argument.Contains("://", StringComparison.Ordinal) || argument.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    private static string? TryFindDirectory(string argument, out string? problem)
    {
        problem = !Uri.TryCreate(argument, UriKind.Absolute, out var uri) ? $"'{argument}' is not a URI. {Supported}"
            : uri.Scheme != Uri.UriSchemeFile ? $"The scheme '{uri.Scheme}' is not supported. {Supported}"
            : uri.Host.Length > 0 || uri.Query.Length > 0 ? $"'{argument}' does not name a directory: after 'file://' comes an absolute path. {Supported}"
            : null;
        return problem is null ? uri!.LocalPath : null;
    }
}
