using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;

namespace StateGen;

/// <summary>
/// The place where a job keeps its checkpoints. Each job needs its own. A text converts to one: the path of a directory, or a URI such as
/// <c>file:///mnt/state?shared=true</c>, <c>azblob://account/container/prefix</c> or <c>s3://bucket/prefix</c>. Immutable.
/// </summary>
public sealed class CheckpointTarget
{
    private static readonly ConcurrentDictionary<string, Func<CheckpointUri, CancellationToken, Task<ICheckpointStorage>>> Schemes =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly Func<ICheckpointStorage> _open;
    private readonly bool _isOwned;

    private CheckpointTarget(string location, string fullLocation, Func<ICheckpointStorage> open, bool isOwned)
    {
        Location = location;
        FullLocation = fullLocation;
        _open = open;
        _isOwned = isOwned;
    }

    /// <summary>Gets the path of the directory, the URI without its settings, or the <see cref="ICheckpointStorage.Location"/> of the storage.</summary>
    public string Location { get; }

    /// <summary>Gets the location in a form that does not depend on the current directory.</summary>
    internal string FullLocation { get; }

    /// <summary>Converts the path of a directory or a URI, as <see cref="Parse"/> does; null stays null.</summary>
    /// <param name="location">The path or URI.</param>
    [return: NotNullIfNotNull(nameof(location))]
    public static implicit operator CheckpointTarget?(string? location) => location is null ? null : Parse(location);

    /// <summary>
    /// Creates a target for the path of a directory or for a URI. The schemes of packages and of your own storages must be registered before the job starts;
    /// see
    /// <see cref="Register"/>. Credentials do not belong in a URI.
    /// </summary>
    /// <param name="location">The path or URI. The text before <c>://</c> makes it a URI.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ArgumentException">The URI is not valid.</exception>
    public static CheckpointTarget Parse(string location)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        if (!CheckpointUri.IsUri(location))
            return ToDirectory(location);
        var uri = CheckpointUri.Parse(location);
        return uri.Scheme == FileUri.Scheme ? FileUri.Open(uri) : ToStorage(uri.Location, token => OpenAsync(uri, token), uri.Address);
    }

    /// <summary>
    /// Creates a target for a local or mounted directory. The directory is created if it is missing, and locked for this process while a job runs.
    /// </summary>
    /// <param name="directory">The path of the directory.</param>
    public static CheckpointTarget ToDirectory(string directory) => ToDirectory(directory, DirectoryCheckpointStorage.Open);

    /// <summary>
    /// Creates a target for a directory on a distributed file system that several machines use at once; see
    /// <see cref="DirectoryCheckpointStorage.OpenShared"/>.
    /// </summary>
    /// <param name="directory">The path of the directory.</param>
    public static CheckpointTarget ToSharedDirectory(string directory) => ToDirectory(directory, DirectoryCheckpointStorage.OpenShared);

    /// <summary>Creates a target for another kind of storage. The caller keeps ownership and disposes the storage after the job.</summary>
    /// <param name="storage">The storage.</param>
    public static CheckpointTarget ToStorage(ICheckpointStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return new(storage.Location, storage.Location, () => storage, isOwned: false);
    }

    /// <summary>Creates a target for another kind of storage, which is opened when a job starts and disposed when it ends.</summary>
    /// <param name="location">The name of the storage in messages and for sinks; without secrets.</param>
    /// <param name="open">A function that opens the storage. It is called again when it has failed and the job is restarted.</param>
    public static CheckpointTarget ToStorage(string location, Func<CancellationToken, Task<ICheckpointStorage>> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        ArgumentNullException.ThrowIfNull(open);
        return ToStorage(location, open, address: null);
    }

    /// <summary>Registers a scheme of URIs, for all targets of this process. A scheme that is registered again is replaced.</summary>
    /// <param name="scheme">The scheme, for example <c>s3</c>.</param>
    /// <param name="open">A function that opens the storage at a URI.</param>
    /// <exception cref="ArgumentException">The scheme is <c>file</c> or not a scheme.</exception>
    public static void Register(string scheme, Func<CheckpointUri, CancellationToken, Task<ICheckpointStorage>> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        if (!CheckpointUri.IsUri(scheme + "://") || string.Equals(scheme, FileUri.Scheme, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{scheme}' cannot be registered as a scheme.", nameof(scheme));
        Schemes[scheme] = open;
    }

    /// <summary>Opens the storage, as a job does when it starts.</summary>
    /// <param name="owned">What the caller disposes when it no longer needs the storage; null if the storage belongs to whoever created the target.</param>
    /// <returns>The storage.</returns>
    /// <exception cref="CheckpointStorageException">A directory is in use or cannot be used.</exception>
    public ICheckpointStorage Open(out IDisposable? owned)
    {
        var storage = _open();
        owned = _isOwned ? storage : null;
        return storage;
    }

    /// <summary>Opens the storage at a URI with a scheme that is registered.</summary>
    internal static Task<ICheckpointStorage> OpenAsync(CheckpointUri uri, CancellationToken cancellationToken) =>
        Schemes.TryGetValue(uri.Scheme, out var open) ? open(uri, cancellationToken) : throw uri.Unknown(Schemes.Keys);

    private static CheckpointTarget ToStorage(string location, Func<CancellationToken, Task<ICheckpointStorage>> open, string? address) =>
        new(location, location, () => new DeferredCheckpointStorage(location, open, address), isOwned: true);

    private static CheckpointTarget ToDirectory(string directory, Func<string, DirectoryCheckpointStorage> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new(directory, Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)), () => open(directory), isOwned: true);
    }
}
