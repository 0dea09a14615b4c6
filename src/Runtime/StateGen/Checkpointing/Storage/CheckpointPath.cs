using StateGen.Checkpointing.Storage;

namespace StateGen.Checkpoints;

/// <summary>Validates the paths that an <see cref="ICheckpointStorage"/> gets, which may come from a manifest and must not lead out of the storage.</summary>
public static class CheckpointPath
{
    /// <summary>Checks that a path is relative, and that none of its segments is empty, begins with a dot, or contains a backslash, a colon or a NUL.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The path.</returns>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public static string Require(string path) => StoragePath.Require(path);
}
