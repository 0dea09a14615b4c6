using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>A sink under verification with the output that it writes to. Each rule has jobs and records of its own.</summary>
internal sealed class VerifiedOutput<T>(
    Func<ISink<T>> create,
    Func<int, T> createRecord,
    Func<CancellationToken, ValueTask<IReadOnlyList<T>>> readVisible,
    IEqualityComparer<T> comparer,
    CancellationToken cancellationToken)
{
    private int _jobs;
    private int _records;

    public CancellationToken Cancellation => cancellationToken;

    public ISink<T> Create() => create();

    public SinkContext NewJob() => new($"contract-{++_jobs}", "contract-checkpoints");

    public T[] NewRecords(int count = 3) => [.. Enumerable.Range(0, count).Select(_ => createRecord(_records++))];

    /// <summary>Opens a session that continues from a checkpoint.</summary>
    public async Task<SinkSession<T>> OpenAsync(SinkContext job, long checkpointId = 0, IReadOnlyList<Committable>? pending = null)
    {
        var session = await Create().OpenAsync(job, cancellationToken).ConfigureAwait(false);
        try
        {
            await session.RestoreAsync(checkpointId, pending ?? [], cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            // The caller gets no session that it could close.
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts a run from a checkpoint, and ends it.</summary>
    public async Task RestoreAsync(SinkContext job, long checkpointId = 0, IReadOnlyList<Committable>? pending = null) =>
        await (await OpenAsync(job, checkpointId, pending).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);

    /// <summary>Writes records in two batches and prepares them for a checkpoint.</summary>
    public async Task<IReadOnlyList<Committable>> PrepareAsync(SinkWriter<T> writer, long checkpointId, T[] records)
    {
        await writer.WriteAsync(records.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(records.AsMemory(1), cancellationToken).ConfigureAwait(false);
        return await writer.PrepareAsync(checkpointId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes and prepares records in a run that ends without a commit, as one that crashes does.</summary>
    public async Task<IReadOnlyList<Committable>> PrepareAsync(SinkContext job, long checkpointId, T[] records)
    {
        var session = await OpenAsync(job).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var writer = await session.OpenWriterAsync(1, 0, cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
                return await PrepareAsync(writer, checkpointId, records).ConfigureAwait(false);
        }
    }

    /// <summary>Counts how often each record is visible.</summary>
    public async Task<IReadOnlyList<int>> CountVisibleAsync(T[] records)
    {
        var visible = await readVisible(cancellationToken).ConfigureAwait(false);
        return [.. records.Select(record => visible.Count(other => comparer.Equals(record, other)))];
    }

    public async Task RequireVisibleAsync(string rule, string when, T[] records, int times = 1)
    {
        var counts = await CountVisibleAsync(records).ConfigureAwait(false);
        for (var index = 0; index < records.Length; index++)
        {
            if (counts[index] != times)
                throw Violation(rule, $"{when}, record '{records[index]}' is visible {counts[index]} times instead of {times}.");
        }
    }

    public async Task RequireRefusedAsync<TException>(string rule, string what, Func<Task> action)
        where TException : Exception
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (TException)
        {
            // The rule asks for it.
            return;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Any other exception is a violation, which the new one describes.
            throw Violation(rule, $"{what} caused {exception.GetType().Name} instead of {typeof(TException).Name}.", exception);
        }

        throw Violation(rule, $"{what} was not refused.");
    }

    public ContractViolationException Violation(string rule, string found, Exception? innerException = null) =>
        new(Create().Description, rule, found, innerException);
}
