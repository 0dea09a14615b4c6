namespace StateGen.Checkpoints;

/// <summary>A file of a subtask's snapshot under the name that its backend gave it.</summary>
/// <param name="Name">The name that the backend knows it by, for example <c>000012.sst</c>.</param>
/// <param name="Path">The <see cref="CheckpointFile.Path"/> of the file.</param>
public sealed record SnapshotFile(string Name, string Path);
