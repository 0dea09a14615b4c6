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
