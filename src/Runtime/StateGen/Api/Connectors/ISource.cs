using StateGen.Checkpoints;

namespace StateGen;

/// <summary>
/// Represents a partitioned, replayable source. Each split is an ordered sequence of events that can be read again from every position that its
/// reader has reported. An implementation is an immutable, thread-safe configuration.
/// </summary>
/// <typeparam name="T">The type of the events. A source does not reuse event instances after it has returned them.</typeparam>
public interface ISource<T>
{
    /// <summary>Gets the name of the source in messages, such as the path of a file.</summary>
    string Description { get; }

    /// <summary>Finds the splits for a fresh start, each positioned at its beginning.</summary>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="StateGenException">The source cannot be read; the message says why.</exception>
    Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken);

    /// <summary>Opens a split for reading from a position.</summary>
    /// <param name="position">A position from <see cref="DiscoverSplitsAsync"/>, or one from a checkpoint.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="StateGenException">The split does not exist, or the position belongs to a different one.</exception>
    Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken);
}

/// <summary>Reads one split of a source, forward only. A reader is used by one thread at a time.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
public abstract class SplitReader<T> : IAsyncDisposable
{
    /// <summary>Gets the name of the split in messages and dead letters.</summary>
    public abstract string Description { get; }

    /// <summary>Gets the position after the last event that was read. Checkpoints store it.</summary>
    public abstract ManifestFields Position { get; }

    /// <summary>Reads the next events.</summary>
    /// <param name="events">The buffer that receives the events, from its start.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The number of events read; 0 only at the end of the split.</returns>
    /// <exception cref="StateGenException">The split cannot be read, or holds something that is not an event; the message says where.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<T> events, CancellationToken cancellationToken);

    /// <summary>Gets the line, offset or number of an event of the last read, for messages and dead letters.</summary>
    /// <param name="index">The index of the event within the last read.</param>
    public abstract long OriginOf(int index);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
