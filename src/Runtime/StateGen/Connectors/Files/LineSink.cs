using System.Text;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>A two-phase sink that writes lines to files in a directory. <see cref="PartNames"/> defines the names of the files.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
internal sealed class LineSink<T>(string directory, Func<T, string> format, string? header, string extension) : ISink<T>
{
    private readonly PartDirectory _directory = new(directory);

    public string Description => directory;

    public Task<SinkSession<T>> OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        var jobId = context.JobId;
        var names = PartNames.OfRun(context, extension);
        _directory.RequireWritable();
        return Task.FromResult<SinkSession<T>>(new LineSession<T>(_directory, _directory.Claim(jobId, names), names, jobId, format, header));
    }
}

/// <summary>The use of the directory by one run of a job, which holds the lock.</summary>
internal sealed class LineSession<T>(PartDirectory directory, FileStream claim, PartNames names, string jobId, Func<T, string> format, string? header)
    : SinkSession<T>
{
    public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pending);
        cancellationToken.ThrowIfCancellationRequested();
        directory.RequireNothingAfter(checkpointId, names);
        directory.Commit(pending);
        directory.DeleteHidden(name => names.IsAbandoned(name, checkpointId));
        return Task.CompletedTask;
    }

    public override Task<SinkWriter<T>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
        Task.FromResult<SinkWriter<T>>(new LinePartWriter<T>(directory, names, jobId, attempt, subtask, format, header));

    public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        cancellationToken.ThrowIfCancellationRequested();
        directory.Commit(parts);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => claim.DisposeAsync();
}

/// <summary>Writes the parts of one subtask, one after the other. The first record opens a part.</summary>
internal sealed class LinePartWriter<T>(
    PartDirectory directory,
    PartNames names,
    string jobId,
    int attempt,
    int subtask,
    Func<T, string> format,
    string? header) : SinkWriter<T>
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private FileStream? _file;
    private byte[] _bytes = [];

    public override ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!records.IsEmpty)
            directory.Write(() => Append(records.Span));
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_file is not { } file)
            return ValueTask.FromResult<IReadOnlyList<Committable>>([]);
        var prepared = new PreparedFile(names.Prepared(attempt, subtask, checkpointId), names.Committed(attempt, subtask, checkpointId), file.Position);
        directory.Prepare(file, prepared.HiddenName);
        _file = null;
        return ValueTask.FromResult<IReadOnlyList<Committable>>([new Committable(jobId, attempt, subtask, checkpointId, prepared.ToFields())]);
    }

    public override ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Append(ReadOnlySpan<T> records)
    {
        var file = _file ??= Open();
        foreach (var record in records)
            WriteLine(file, format(record));
    }

    private FileStream Open()
    {
        var file = directory.Create(names.InProgress(attempt, subtask));
        if (header is not null)
            WriteLine(file, header);
        return file;
    }

    private void WriteLine(FileStream file, string line)
    {
        var longest = StrictUtf8.GetMaxByteCount(line.Length) + 1;
        if (_bytes.Length < longest)
            _bytes = new byte[longest];
        var length = StrictUtf8.GetBytes(line, _bytes);
        _bytes[length] = (byte)'\n';
        file.Write(_bytes.AsSpan(0, length + 1));
    }
}
