using StateGen.Backends;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Coordination;

/// <summary>The state files of one operator subtask in a checkpoint.</summary>
internal sealed class CheckpointStateFiles(CheckpointStore store, SubtaskSnapshot snapshot) : IStateFiles
{
    public IReadOnlyList<string> Names { get; } = [.. snapshot.Files.Select(file => file.Name).Order(StringComparer.Ordinal)];

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) =>
        store.OpenFileAsync(snapshot.Files.Single(file => file.Name == name).Path, cancellationToken);
}
