using System.Threading.Channels;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Memory;

/// <summary>Receives records that are not held back until a checkpoint. Thread-safe.</summary>
internal interface IDirectOutput<T>
{
    /// <summary>Writes records.</summary>
    /// <param name="records">The records.</param>
    /// <param name="rejected">The list that receives the records that cannot be written because of their content; null if such a record throws.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    ValueTask WriteAsync(ReadOnlyMemory<T> records, List<RejectedRecord>? rejected, CancellationToken cancellationToken);

    /// <summary>Hands on everything that was written, before a checkpoint.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}

/// <summary>A sink without commit. It prepares no parts, so checkpoints know nothing of it.</summary>
internal sealed class DirectSink<T>(string description, IDirectOutput<T> output) : ISink<T>
{
    public string Description => description;

    public Task<SinkSession<T>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
        Task.FromResult<SinkSession<T>>(new DirectSession<T>(description, output));
}

internal sealed class DirectSession<T>(string description, IDirectOutput<T> output) : SinkSession<T>
{
    public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
        CommitAsync(pending, cancellationToken);

    public override Task<SinkWriter<T>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
        Task.FromResult<SinkWriter<T>>(new DirectWriter<T>(output));

    /// <exception cref="CheckpointFormatException">There are parts, which only another sink can have prepared.</exception>
    public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count > 0)
        {
            throw new CheckpointFormatException(
                $"The checkpoint names {parts.Count} parts of output that another sink has prepared, and the sink '{description}' cannot commit them. "
                + "Run the job with the sink that wrote them until it has stopped, and then change the sink.");
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed class DirectWriter<T>(IDirectOutput<T> output) : SinkWriter<T>
{
    private readonly List<RejectedRecord> _rejected = [];

    public override ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken) =>
        output.WriteAsync(records, SkipsRejected ? _rejected : null, cancellationToken);

    public override IReadOnlyList<RejectedRecord> TakeRejected()
    {
        RejectedRecord[] rejected = [.. _rejected];
        _rejected.Clear();
        return rejected;
    }

    public override async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
    {
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return [];
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Writes records to a channel, and waits while it is full.</summary>
internal sealed class ChannelOutput<T>(ChannelWriter<T> writer) : IDirectOutput<T>
{
    public async ValueTask WriteAsync(ReadOnlyMemory<T> records, List<RejectedRecord>? rejected, CancellationToken cancellationToken)
    {
        try
        {
            for (var index = 0; index < records.Length; index++)
                await writer.WriteAsync(records.Span[index], cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new SinkUnavailableException(
                $"The channel of {typeof(T).Name} was completed while the job still writes to it. Complete it after the job has ended.", exception)
            {
                IsPermanent = true,
            };
        }
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>Writes records as lines. Lines of several subtasks do not mix.</summary>
/// <param name="writer">Gets the writer when it is needed, because the standard output can be redirected.</param>
/// <param name="format">A function of the user that converts a record to a line.</param>
internal sealed class TextOutput<T>(Func<TextWriter> writer, Func<T, string> format) : IDirectOutput<T>
{
    private readonly Lock _gate = new();

    public ValueTask WriteAsync(ReadOnlyMemory<T> records, List<RejectedRecord>? rejected, CancellationToken cancellationToken)
    {
        for (var index = 0; index < records.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryFormat(records.Span[index], index, rejected, out var line))
                Use(target => target.WriteLine(line));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Use(static target => target.Flush());
        return ValueTask.CompletedTask;
    }

    private bool TryFormat(T record, int index, List<RejectedRecord>? rejected, out string line)
    {
        try
        {
            line = format(record);
            return true;
        }
        catch (Exception exception) when (rejected is not null)
        {
            // The format is user code and may throw any exception. The error policy decides.
            rejected.Add(new(index, exception));
            line = "";
            return false;
        }
    }

    private void Use(Action<TextWriter> use)
    {
        try
        {
            lock (_gate)
                use(writer());
        }
        catch (IOException exception)
        {
            throw new SinkUnavailableException($"The text writer that the job writes to failed: {exception.Message}", exception);
        }
    }
}
