using System.Threading.Channels;
using StateGen.Connectors.Memory;

namespace StateGen;

/// <summary>Creates sources whose events come from the process itself.</summary>
public static class Source
{
    /// <summary>
    /// Creates a source of the elements of a list. Split <c>i</c> of <c>n</c> has the elements <c>i</c>, <c>i + n</c>, <c>i + 2n</c> and so on, so the splits
    /// advance through the list together. A job that resumes from a checkpoint needs a list with the same elements; it refuses one of another length.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="events">The events. The list must not change while the job runs.</param>
    /// <param name="splits">The number of splits, which can be read in parallel. There are no more than there are events.</param>
    public static ISource<T> FromList<T>(IReadOnlyList<T> events, int splits = 1)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        return new ListSource<T>(events, splits);
    }

    /// <summary>
    /// Creates a source of generated events. Event <c>i</c> is <c>create(i)</c>, and split <c>s</c> of <c>n</c> has the events <c>s</c>, <c>s + n</c>,
    /// <c>s + 2n</c> and so on. A job that resumes from a checkpoint generates the events after its positions again, so the function must return
    /// equal events for equal numbers.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="create">A function that creates an event from its number, from 0. It is called from several threads if there are several splits.</param>
    /// <param name="count">The number of events; null for no end.</param>
    /// <param name="ratePerSecond">
    /// The number of events per second over all splits, counted from the start of the attempt; null for as many as the job can process. A job that was slow for
    /// a while catches up.
    /// </param>
    /// <param name="splits">The number of splits, which can be read in parallel.</param>
    /// <param name="time">The clock for the rate; use the one in <see cref="PipelineOptions.Time"/>. Null for the clock of the system.</param>
    public static ISource<T> Generate<T>(
        Func<long, T> create, long? count = null, double? ratePerSecond = null, int splits = 1, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (count is { } number)
            ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(count));
        if (ratePerSecond is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(ratePerSecond), rate, "The rate must be a finite number greater than zero.");
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        return new GeneratedSource<T>(create, count, ratePerSecond, splits, time ?? TimeProvider.System);
    }

    /// <summary>
    /// Creates a source of one split that reads an asynchronous enumerable. A job that resumes from a checkpoint enumerates it again from the beginning and
    /// skips the events that it has processed, so each enumeration must give equal events in the same order. If it can begin at a
    /// position, use the overload whose function receives the position.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="enumerate">
    /// A function that begins an enumeration, called once for each attempt of the job. Its token ends the enumeration; an enumeration that ignores it is left
    /// behind and may still run during the next attempt.
    /// </param>
    public static ISource<T> FromAsyncEnumerable<T>(Func<CancellationToken, IAsyncEnumerable<T>> enumerate)
    {
        ArgumentNullException.ThrowIfNull(enumerate);
        return new AsyncEnumerableSource<T>((_, cancellationToken) => enumerate(cancellationToken), skips: true);
    }

    /// <summary>
    /// Creates a source of one split that reads an asynchronous enumerable, which begins at a position: the number of events that were read before. For equal
    /// positions, the enumerations must give equal events in the same order.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="enumerate">
    /// A function that begins an enumeration at a position, called once for each attempt of the job. The position is 0 at a fresh start. The token ends the
    /// enumeration; an enumeration that ignores it is left behind and may still run during the next attempt.
    /// </param>
    public static ISource<T> FromAsyncEnumerable<T>(Func<long, CancellationToken, IAsyncEnumerable<T>> enumerate)
    {
        ArgumentNullException.ThrowIfNull(enumerate);
        return new AsyncEnumerableSource<T>(enumerate, skips: false);
    }

    /// <summary>
    /// Creates a source of one split that receives the events of a channel. It ends when the channel is complete; if the channel was completed with an
    /// exception, the job fails with it. A channel cannot be read again: events that were received after the last checkpoint are lost when the job
    /// fails or the process ends, with or without <see cref="PipelineOptions.CheckpointTo"/>, and so are events that are still in the channel when the
    /// process ends. Other events are processed exactly once. Where no event may be lost, write the events to a file, a database or a broker first.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="reader">The reader of the channel. A restarted job goes on to read from it. No one else should.</param>
    public static ISource<T> FromChannel<T>(ChannelReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new ChannelSource<T>(reader);
    }
}
