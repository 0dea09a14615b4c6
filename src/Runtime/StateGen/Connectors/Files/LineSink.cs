using System.Buffers;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>A two-phase sink that writes lines to files in a directory. <see cref="PartNames"/> defines the names of the files.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
/// <param name="directory">The directory.</param>
/// <param name="createFormat">Creates the format of one writer.</param>
/// <param name="options">The options of the files.</param>
/// <param name="defaultExtension">The extension if the options name none.</param>
internal sealed class LineSink<T>(string directory, Func<LineFormat<T>> createFormat, FileSinkOptions options, string defaultExtension) : ISink<T>
{
    private readonly PartDirectory _directory = new(directory);

    public string Description => directory;

    private string Extension => (options.Extension ?? defaultExtension) + (options.Gzip is null ? "" : ".gz");

    public Task<SinkSession<T>> OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        var names = PartNames.OfRun(context, Extension);
        _directory.RequireWritable();
        var claim = _directory.Claim(context.JobId, names);
        return Task.FromResult<SinkSession<T>>(new LineSession<T>(new(_directory, names, context.JobId, options), claim, createFormat));
    }
}

/// <summary>The output of one run of a job.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Names">The names of the files.</param>
/// <param name="JobId">The job.</param>
/// <param name="Options">The options of the files.</param>
internal sealed record PartOutput(PartDirectory Directory, PartNames Names, string JobId, FileSinkOptions Options);

/// <summary>The use of the directory by one run of a job, which holds the lock.</summary>
internal sealed class LineSession<T>(PartOutput output, PartClaim claim, Func<LineFormat<T>> createFormat) : SinkSession<T>
{
    private bool _isRestored;

    public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pending);
        cancellationToken.ThrowIfCancellationRequested();
        output.Directory.RequireNothingAfter(checkpointId, output.Names);
        output.Directory.Commit(pending);
        output.Directory.DeleteHidden(name => output.Names.IsAbandoned(name, checkpointId));
        _isRestored = true;
        return Task.CompletedTask;
    }

    public override Task<SinkWriter<T>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
        Task.FromResult<SinkWriter<T>>(new LinePartWriter<T>(output, attempt, subtask, createFormat()));

    public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        cancellationToken.ThrowIfCancellationRequested();
        output.Directory.Commit(parts);
        return Task.CompletedTask;
    }

    public override Task AbandonAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var part in parts)
            output.Directory.Delete(PreparedFile.FromFields(part.Fields).HiddenName);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        try
        {
            // A process that stood still at the restore may have written since.
            if (_isRestored)
                output.Directory.DeleteHidden(output.Names.IsOfEarlierAttempt);
        }
        catch (SinkUnavailableException)
        {
            // The output is complete without this. The next start removes what remains.
        }
        finally
        {
            claim.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// Writes the parts of one subtask, one after the other. A record opens a part if there is none, or if the last one is full. Lines are collected before they
/// are written, which <see cref="WriteAsync"/> completes.
/// </summary>
internal sealed class LinePartWriter<T>(PartOutput output, int attempt, int subtask, LineFormat<T> format) : SinkWriter<T>
{
    private const int BufferSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _lines = new(BufferSize);
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly List<(string Name, long Length)> _complete = [];
    private readonly List<RejectedRecord> _rejected = [];
    private PartFile? _part;

    public override ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!records.IsEmpty)
            output.Directory.Write(() => Append(records.Span));
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        output.Directory.Write(CompletePart);
        var parts = _complete.Select((part, index) => (InProgress: part.Name, Prepared: new PreparedFile(
            output.Names.Prepared(attempt, subtask, checkpointId, index + 1),
            output.Names.Committed(attempt, subtask, checkpointId, index + 1),
            part.Length))).ToArray();
        output.Directory.Prepare([.. parts.Select(static part => (part.InProgress, part.Prepared.HiddenName))]);
        _complete.Clear();
        return new([.. parts.Select(part => new Committable(output.JobId, attempt, subtask, checkpointId, part.Prepared.ToFields()))]);
    }

    public override IReadOnlyList<RejectedRecord> TakeRejected()
    {
        RejectedRecord[] rejected = [.. _rejected];
        _rejected.Clear();
        return rejected;
    }

    // No checkpoint names what was not prepared.
    public override ValueTask DisposeAsync()
    {
        _part?.Dispose();
        format.Dispose();
        try
        {
            foreach (var name in _complete.Select(static part => part.Name).Concat(_part is null ? [] : [_part.Name]))
                output.Directory.Delete(name);
        }
        catch (SinkUnavailableException)
        {
            // The next start removes what remains.
        }

        return ValueTask.CompletedTask;
    }

    private void Append(ReadOnlySpan<T> records)
    {
        for (var index = 0; index < records.Length; index++)
        {
            if (!TryFormat(records[index], index))
                continue;
            if (_part?.IsFull(_lines.WrittenCount) == true)
                CompletePart();
            if (_part is null)
                OpenPart();
            _lines.Write(_line.WrittenSpan);
            _lines.Write("\n"u8);
            if (_lines.WrittenCount >= BufferSize)
                Flush();
        }

        if (_part is not null)
            Flush();
    }

    // A record that is rejected leaves nothing behind, so its line is complete before it is added to the others.
    private bool TryFormat(T record, int index)
    {
        _line.ResetWrittenCount();
        try
        {
            format.Write(record, _line);
            return true;
        }
        catch (Exception exception) when (SkipsRejected)
        {
            // The format is user code and may throw any exception, and its result may not be text. The error policy decides.
            _rejected.Add(new(index, exception));
            return false;
        }
    }

    private void OpenPart()
    {
        _part = new(output.Directory.Create(output.Names.InProgress(attempt, subtask, _complete.Count + 1)), output.Options);
        if (output.Options.Header is not { } header)
            return;
        Utf8Text.Append(header, _lines);
        _lines.Write("\n"u8);
    }

    private void CompletePart()
    {
        if (_part is null)
            return;
        Flush();
        _complete.Add((_part.Name, _part.Complete()));
        _part = null;
    }

    private void Flush()
    {
        _part!.Write(_lines.WrittenSpan);
        _lines.ResetWrittenCount();
    }
}
