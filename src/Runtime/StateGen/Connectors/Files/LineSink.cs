using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>Two-phase output of lines to the files of a directory; their names are <see cref="PartNames"/>.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
internal sealed class LineSink<T>(string directory, Func<T, string> format, string? header, string extension) : ISink<T>
{
    private readonly PartDirectory _directory = new(directory);

    public string Description => directory;

    public Task RestoreAsync(string jobId, long checkpointId, IReadOnlyList<PendingPart> pending, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        ArgumentNullException.ThrowIfNull(pending);
        cancellationToken.ThrowIfCancellationRequested();
        var names = new PartNames(jobId, extension);
        _directory.RequireWritable();
        _directory.RequireNothingAfter(checkpointId, names);
        _directory.Commit(pending);
        _directory.DeleteHidden(names);
        return Task.CompletedTask;
    }

    public Task<SinkWriter<T>> OpenWriterAsync(string jobId, int attempt, int subtask, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        return Task.FromResult<SinkWriter<T>>(new LinePartWriter<T>(_directory, new PartNames(jobId, extension), jobId, attempt, subtask, format, header));
    }

    public Task CommitAsync(IReadOnlyList<PendingPart> parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        cancellationToken.ThrowIfCancellationRequested();
        _directory.Commit(parts);
        return Task.CompletedTask;
    }
}
