using System.Diagnostics.CodeAnalysis;
using StateGen.Checkpoints;

namespace StateGen;

/// <summary>The place where a job keeps its checkpoints. Each job needs its own. Immutable.</summary>
public sealed class CheckpointTarget
{
    private readonly string? _directory;
    private readonly ICheckpointStorage? _storage;

    private CheckpointTarget(string? directory, ICheckpointStorage? storage)
    {
        _directory = directory;
        _storage = storage;
    }

    /// <summary>Gets the path of the directory, or the <see cref="ICheckpointStorage.Location"/> of the storage.</summary>
    public string Location => _directory ?? _storage!.Location;

    /// <summary>Gets the location in a form that does not depend on the current directory.</summary>
    internal string FullLocation => _directory is null ? Location : Path.TrimEndingDirectorySeparator(Path.GetFullPath(_directory));

    /// <summary>Converts the path of a directory, as <see cref="ToDirectory"/> does; null stays null.</summary>
    /// <param name="directory">The path of the directory.</param>
    [return: NotNullIfNotNull(nameof(directory))]
    public static implicit operator CheckpointTarget?(string? directory) => directory is null ? null : ToDirectory(directory);

    /// <summary>
    /// Creates a target for a local or mounted directory. The directory is created if it is missing, and locked for this process while a job runs.
    /// </summary>
    /// <param name="directory">The path of the directory.</param>
    public static CheckpointTarget ToDirectory(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new(directory, null);
    }

    /// <summary>Creates a target for another kind of storage. The caller keeps ownership and disposes the storage after the job.</summary>
    /// <param name="storage">The storage.</param>
    public static CheckpointTarget ToStorage(ICheckpointStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return new(null, storage);
    }

    /// <summary>Opens the storage for one run, which ends when <paramref name="owned"/> is disposed; null if the user owns the storage.</summary>
    internal ICheckpointStorage Open(out IDisposable? owned)
    {
        if (_storage is not null)
        {
            owned = null;
            return _storage;
        }

        var directory = DirectoryCheckpointStorage.Open(_directory!);
        owned = directory;
        return directory;
    }
}
