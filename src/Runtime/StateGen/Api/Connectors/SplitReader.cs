using StateGen.Checkpoints;

namespace StateGen;

/// <summary>Reads one split of a source, forward. Used by one thread at a time.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
public abstract class SplitReader<T> : IAsyncDisposable
{
    /// <summary>What messages and dead letters call the split.</summary>
    public abstract string Description { get; }

    /// <summary>Where to go on after the last event that was read; goes into checkpoints.</summary>
    public abstract ManifestFields Position { get; }

    /// <summary>Reads some events.</summary>
    /// <param name="events">Receives them from its start.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>How many; 0 only at the end of the split.</returns>
    /// <exception cref="StateGenException">The split cannot be read, or holds something that is no event; the message says where.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<T> events, CancellationToken cancellationToken);

    /// <summary>The line, offset or number of an event of the last read, for messages and dead letters.</summary>
    /// <param name="index">The index of the event within the last read.</param>
    public abstract long OriginOf(int index);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
