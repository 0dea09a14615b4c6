using System.Diagnostics.CodeAnalysis;
using StateGen.Checkpoints;

namespace StateGen;

/// <summary>Where a job keeps its checkpoints. Each job needs a place of its own. Immutable.</summary>
public sealed class CheckpointTarget
{
    private readonly string? _directory;
    private readonly ICheckpointStorage? _storage;

    private CheckpointTarget(string? directory, ICheckpointStorage? storage)
    {
        _directory = directory;
        _storage = storage;
    }

    /// <summary>The directory, or <see cref="ICheckpointStorage.Location"/>.</summary>
    public string Location => _directory ?? _storage!.Location;

    /// <summary>A local or mounted directory, held for one process while a job runs.</summary>
    /// <param name="directory">The path of the directory.</param>
    [return: NotNullIfNotNull(nameof(directory))]
    public static implicit operator CheckpointTarget?(string? directory) => directory is null ? null : ToDirectory(directory);

    /// <summary>A local or mounted directory, held for one process while a job runs. It is created where it is missing.</summary>
    /// <param name="directory">The path of the directory.</param>
    public static CheckpointTarget ToDirectory(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new(directory, null);
    }

    /// <summary>A storage of another kind. It remains its owner's to dispose, after the job.</summary>
    /// <param name="storage">The storage.</param>
    public static CheckpointTarget ToStorage(ICheckpointStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return new(null, storage);
    }

    /// <summary>Takes hold of the place for one run, which <paramref name="owned"/> ends when it is disposed.</summary>
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
