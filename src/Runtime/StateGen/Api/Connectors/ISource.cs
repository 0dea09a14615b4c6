using StateGen.Checkpoints;

namespace StateGen;

/// <summary>
/// Represents a partitioned, replayable source. Each split is an ordered sequence of events that can be read again from every position that its
/// reader has reported. An implementation is an immutable, thread-safe configuration. A source whose splits change while a job runs implements
/// <see cref="IDynamicSource{T}"/>.
/// </summary>
/// <typeparam name="T">The type of the events. A source does not reuse event instances after it has returned them.</typeparam>
public interface ISource<T>
{
    /// <summary>Gets the name of the source in messages, such as the path of a file.</summary>
    string Description { get; }

    /// <summary>
    /// Finds the splits for a fresh start, each positioned at its beginning. Not called if there is a checkpoint, which knows the splits: the input of a
    /// finished job may be gone.
    /// </summary>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="StateGenException">The source cannot be read; the message says why.</exception>
    Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken);

    /// <summary>Opens a split for reading from a position. Several splits may be opened at the same time.</summary>
    /// <param name="position">A position from <see cref="DiscoverSplitsAsync"/>, from a <see cref="SplitChange"/>, or from a checkpoint.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="StateGenException">The split does not exist, or the position belongs to a different one.</exception>
    Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken);
}

/// <summary>
/// Reads one split of a source, forward only. A reader is used by one thread at a time, and has at most one read in progress. The readers of other splits
/// read at the same time.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
public abstract class SplitReader<T> : IAsyncDisposable
{
    /// <summary>Gets the name of the split in messages and dead letters.</summary>
    public abstract string Description { get; }

    /// <summary>Gets the position after the last event that was read. Checkpoints store it. It is not read while a read is in progress.</summary>
    public abstract ManifestFields Position { get; }

    /// <summary>
    /// Reads the next events. If there are none now, the reader may either complete the read later, or return a <see cref="SplitRead"/> that says when to
    /// read again, which needs no buffer meanwhile. Neither delays other splits or checkpoints. The method must not block its thread.
    /// </summary>
    /// <param name="events">The buffer that receives the events, from its start. The reader does not use it after the read has completed.</param>
    /// <param name="cancellationToken">
    /// Cancels the reading. A read that throws because of it has not moved <see cref="Position"/>. A read that ignores it is given up after a few seconds; the
    /// reader is then disposed when the read returns.
    /// </param>
    /// <returns>The number of events, the time to wait, or the end of the split.</returns>
    /// <exception cref="StateGenException">
    /// The split cannot be read, or holds something that is not an event and <see cref="SkipsRejected"/> is false; the message says where.
    /// </exception>
    public abstract ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken);

    /// <summary>Gets the line, offset or number of an event of the last read, for messages and dead letters.</summary>
    /// <param name="index">The index of the event within the last read.</param>
    public abstract long OriginOf(int index);

    /// <summary>
    /// Gets or sets a value indicating whether the reader skips what is not an event and keeps it for <see cref="TakeRejected"/>, instead of throwing. The job
    /// sets it before the first read if its <see cref="ErrorPolicy"/> is not <see cref="ErrorPolicy.Fail"/>. A reader that throws nevertheless fails the job,
    /// so a reader around another one passes both members on to it.
    /// </summary>
    public virtual bool SkipsRejected { get; set; }

    /// <summary>
    /// Takes what the last read has skipped because it is not an event. The job calls it after each read, and the <see cref="ErrorPolicy"/> then decides.
    /// <see cref="Position"/> is behind what was skipped. A read that has only skipped returns <see cref="SplitRead.WaitFor(Task)"/> with a task that has
    /// completed. It skips no more than it has room for events, so that a checkpoint does not wait for long.
    /// </summary>
    /// <returns>
    /// For each, an exception with its text and origin. The cause, if the parser has thrown, is the inner exception; the policy does not apply if that is an
    /// error of StateGen or of the process.
    /// </returns>
    public virtual IReadOnlyList<SourceRecordException> TakeRejected() => [];

    /// <summary>Closes the reader. Never called while a read is in progress.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>The result of a read: a number of events, nothing yet with a time to wait, or the end of the split. The default value is not a result.</summary>
public readonly record struct SplitRead
{
    private const int AtEnd = -1;

    private readonly int _count;
    private readonly TimeSpan _delay;

    private SplitRead(int count, TimeSpan delay, Task? until)
    {
        _count = count;
        _delay = delay;
        Until = until;
    }

    /// <summary>Gets the end of the split: no event follows, now or later.</summary>
    public static SplitRead End { get; } = new(AtEnd, default, null);

    /// <summary>Gets the number of events; 0 if nothing was read.</summary>
    public int Count => Math.Max(0, _count);

    /// <summary>Gets a value indicating whether the split has ended.</summary>
    public bool IsEnd => _count == AtEnd;

    /// <summary>Gets the time to wait before the next read; null if the result does not say one.</summary>
    public TimeSpan? Delay => _delay == default ? null : _delay;

    /// <summary>Gets the task to wait for before the next read; null if the result does not say one.</summary>
    public Task? Until { get; }

    /// <summary>Describes events that were read.</summary>
    /// <param name="count">The number of events at the start of the buffer, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public static SplitRead Events(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new(count, default, null);
    }

    /// <summary>Says that there is no event now, and that the split is to be read again after a time.</summary>
    /// <param name="time">The time on the job's <see cref="PipelineOptions.Time"/>, more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is not more than zero.</exception>
    public static SplitRead WaitFor(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return new(0, time, null);
    }

    /// <summary>Says that there is no event now, and that the split is to be read again when a task has completed.</summary>
    /// <param name="task">The task. If it fails or is canceled, so does the read. The reader may be disposed before it completes.</param>
    public static SplitRead WaitFor(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new(0, default, task);
    }
}
