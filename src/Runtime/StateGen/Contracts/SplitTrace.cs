using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>Reads splits as an engine does, and checks each result.</summary>
internal sealed class SplitTrace<T>(SourceSettings<T> settings, Func<TimeSpan, CancellationToken, Task> wait, CancellationToken cancellationToken)
{
    // A split that has nothing so often will not have anything.
    private const int MostWaits = 10_000;

    /// <summary>Reads a split to its end or to the most events.</summary>
    public async Task<IReadOnlyList<T>> ReadAllAsync(ISource<T> source, SplitPosition position, int room, int most)
    {
        var reader = await source.OpenAsync(position, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var events = new List<T>();
            while (events.Count < most && await ReadAsync(source, reader, Math.Min(room, most - events.Count)).ConfigureAwait(false) is { Count: > 0 } read)
                events.AddRange(read);
            return events;
        }
    }

    /// <summary>Reads until there are events or the split ends.</summary>
    /// <returns>The events; none at the end.</returns>
    public async Task<IReadOnlyList<T>> ReadAsync(ISource<T> source, SplitReader<T> reader, int room)
    {
        var buffer = new T[room];
        for (var waits = 0; waits < MostWaits; waits++)
        {
            var read = await ReadOnceAsync(source, reader, buffer).ConfigureAwait(false);
            if (read.IsEnd)
                return [];
            if (read.Count > 0)
                return [.. buffer.Take(read.Count)];
            await WaitAsync(source, read).ConfigureAwait(false);
        }

        throw Violation(source, SourceRules.Read, $"'{reader.Description}' had no event in {MostWaits} reads and did not end. Give the test finite input.");
    }

    /// <summary>Limits the time of a call of the source.</summary>
    public async Task<TResult> InTimeAsync<TResult>(ISource<T> source, string rule, string call, Task<TResult> task)
    {
        try
        {
            return await task.WaitAsync(settings.TimeLimit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw Violation(source, rule, $"{call} did not return within {settings.TimeLimit}.", exception);
        }
    }

    public static ContractViolationException Violation(ISource<T> source, string rule, string found, Exception? innerException = null) =>
        new(source.Description, rule, found, innerException);

    private async Task<SplitRead> ReadOnceAsync(ISource<T> source, SplitReader<T> reader, T[] buffer)
    {
        var name = $"a read of '{reader.Description}'";
        var read = await InTimeAsync(source, SourceRules.Read, name, reader.ReadAsync(buffer, cancellationToken).AsTask()).ConfigureAwait(false);
        if (read == default)
            throw Violation(source, SourceRules.Read, $"{name} returned a default {nameof(SplitRead)}.");
        if (read.Count > buffer.Length)
            throw Violation(source, SourceRules.Read, $"{name} returned {read.Count} events, but there was room for {buffer.Length}.");
        RequireOrigins(source, reader, read.Count);
        return read;
    }

    private static void RequireOrigins(ISource<T> source, SplitReader<T> reader, int count)
    {
        for (var index = 0; index < count; index++)
        {
            try
            {
                reader.OriginOf(index);
            }
            catch (Exception exception)
            {
                // Any exception is a violation, which the new one describes.
                throw Violation(source, SourceRules.Origin, $"'{reader.Description}' threw for event {index} of a read of {count} events.", exception);
            }
        }
    }

    private async Task WaitAsync(ISource<T> source, SplitRead read)
    {
        if (read.Delay is { } delay)
            await wait(delay, cancellationToken).ConfigureAwait(false);
        else if (read.Until is { } until)
            await InTimeAsync(source, SourceRules.Read, "the task that a read has named", WithResultAsync(until)).ConfigureAwait(false);
    }

    private static async Task<bool> WithResultAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
