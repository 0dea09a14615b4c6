using StateGen.Checkpoints;

namespace StateGen;

/// <summary>
/// A partitioned, replayable source: each split is an ordered sequence of events that can be read again from any position that its
/// reader ever reported. An immutable configuration, thread-safe.
/// </summary>
/// <typeparam name="T">The type of the events. Events are not reused once handed out.</typeparam>
public interface ISource<T>
{
    /// <summary>What messages call the source, such as the path of a file.</summary>
    string Description { get; }

    /// <summary>Finds the splits of a fresh start, each at its beginning.</summary>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="StateGenException">The source cannot be read; the message says why.</exception>
    Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken);

    /// <summary>Opens a split for reading on from a position.</summary>
    /// <param name="position">A position from <see cref="DiscoverSplitsAsync"/>, or one from a checkpoint.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="StateGenException">The split is not there, or is not the one that the position belongs to.</exception>
    Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken);
}

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
