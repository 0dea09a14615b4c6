using StateGen.Checkpoints;

namespace StateGen;

/// <summary>
/// Represents a source whose splits are added and revoked while a job runs, such as a directory that grows or the partitions that a group of consumers
/// shares. The source ends when its list of changes has ended and all its splits have.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
public interface IDynamicSource<T> : ISource<T>
{
    /// <summary>
    /// Watches the splits. Called once for each attempt of the job, after <see cref="ISource{T}.DiscoverSplitsAsync"/> or a restore. The job begins to read the
    /// known splits that are neither finished nor revoked at once. A split that is added goes to the subtask that reads the fewest, and is in the next
    /// checkpoint. An exception fails the attempt.
    /// </summary>
    /// <param name="known">
    /// The splits that the job knows, with the positions from which it continues. The changes are relative to them: a split that is not among them must be
    /// added, even if an earlier attempt did so, because its checkpoint may be lost.
    /// </param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <returns>The changes, in order. Without an end, neither the source nor the job ends.</returns>
    IAsyncEnumerable<SplitChange> WatchSplitsAsync(IReadOnlyList<SplitPosition> known, CancellationToken cancellationToken);
}

/// <summary>A change of the splits of an <see cref="IDynamicSource{T}"/>. Immutable.</summary>
public sealed record SplitChange
{
    private SplitChange(SplitChangeKind kind, string splitId, SplitPosition? position)
    {
        Kind = kind;
        SplitId = splitId;
        Position = position;
    }

    /// <summary>Gets the kind of the change.</summary>
    public SplitChangeKind Kind { get; }

    /// <summary>Gets the id of the split.</summary>
    public string SplitId { get; }

    /// <summary>Gets the position of an added split; null for other changes.</summary>
    public SplitPosition? Position { get; }

    /// <summary>
    /// Adds a split, which is read from a position. The split must be new, or revoked before; then its position is replaced, so that events that were read
    /// elsewhere meanwhile are left out.
    /// </summary>
    /// <param name="position">The id of the split and the position to read from. Whether it is finished or revoked is ignored.</param>
    public static SplitChange Add(SplitPosition position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return new(SplitChangeKind.Add, position.Id, position);
    }

    /// <summary>
    /// Revokes a split: the events that its current read returns are the last, and then its reader is disposed. Its
    /// <see cref="SplitReader{T}.Position"/> is final at that point, so a source that must hand it to another reader takes it from there. Checkpoints keep the
    /// position too, and mark it as revoked. A restore does not read the split, at whatever parallelism. Revoking a finished or revoked split changes nothing.
    /// </summary>
    /// <param name="splitId">The id of the split.</param>
    public static SplitChange Revoke(string splitId) => new(SplitChangeKind.Revoke, Require(splitId), position: null);

    /// <summary>Continues to read a revoked split from the position at which the job stopped, so that each event is read exactly once.</summary>
    /// <param name="splitId">The id of the split.</param>
    public static SplitChange Resume(string splitId) => new(SplitChangeKind.Resume, Require(splitId), position: null);

    private static string Require(string splitId)
    {
        ArgumentException.ThrowIfNullOrEmpty(splitId);
        return splitId;
    }
}

/// <summary>The kind of a <see cref="SplitChange"/>.</summary>
public enum SplitChangeKind
{
    /// <summary>A split is added.</summary>
    Add,

    /// <summary>A split is no longer read.</summary>
    Revoke,

    /// <summary>A revoked split is read again.</summary>
    Resume,
}
