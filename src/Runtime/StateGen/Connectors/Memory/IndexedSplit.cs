using System.Globalization;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Memory;

/// <summary>A split of numbered events, which are at equal distances.</summary>
/// <param name="Next">The number of the next event, from 0.</param>
/// <param name="Step">The distance between two events of the split.</param>
internal readonly record struct IndexedSplit(long Next, long Step)
{
    public static IReadOnlyList<SplitPosition> Deal(int splits, Func<ManifestFields, ManifestFields> complete) =>
    [
        .. Enumerable.Range(0, splits).Select(split => new SplitPosition(
            split.ToString(CultureInfo.InvariantCulture),
            complete(new IndexedSplit(split, splits).ToFields()),
            MaxEventTimeMilliseconds: null,
            IsFinished: false)),
    ];

    /// <exception cref="CheckpointFormatException">The fields are those of another source.</exception>
    public static IndexedSplit FromFields(ManifestFields fields) => new(Require(fields, "next", least: 0), Require(fields, "step", least: 1));

    public ManifestFields ToFields() => ManifestFields.Empty.With("next", Next).With("step", Step);

    private static long Require(ManifestFields fields, string name, long least) => fields.GetInt64(name) is var number && number >= least
        ? number
        : throw new CheckpointFormatException(
            $"The field '{name}' of a source in the checkpoint holds {number}; it must be at least {least}. "
            + "It was written by a different source; restore it with the one that wrote it.");
}

/// <summary>Reads one split of numbered events, up to an end and at a pace.</summary>
/// <param name="description">The name of the split.</param>
/// <param name="split">The position to start at.</param>
/// <param name="end">The number after the last event.</param>
/// <param name="eventAt">A function of the user that returns an event.</param>
/// <param name="pace">The pace; null for none.</param>
/// <param name="complete">Adds the fields of the source to a position.</param>
internal sealed class IndexedReader<T>(
    string description,
    IndexedSplit split,
    long end,
    Func<long, T> eventAt,
    Pace? pace,
    Func<ManifestFields, ManifestFields> complete) : SplitReader<T>
{
    private long _firstOfRead = split.Next;
    private long _next = split.Next;

    public override string Description => description;

    public override ManifestFields Position => complete((split with { Next = _next }).ToFields());

    // The events that are left, without overflow at the greatest numbers.
    private long Left => _next >= end ? 0 : ((end - 1 - _next) / split.Step) + 1;

    public override ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wanted = Math.Min(events.Length, Left);
        if (wanted == 0)
            return new(SplitRead.End);
        var count = pace is null ? wanted : Math.Min(wanted, pace.CountDue());
        if (count == 0)
            return new(SplitRead.WaitFor(pace!.TimeToNext()));
        Fill(events.Span[..(int)count]);
        pace?.Deliver(count);
        return new(SplitRead.Events((int)count));
    }

    public override long OriginOf(int index) => _firstOfRead + (index * split.Step);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Fill(Span<T> events)
    {
        for (var index = 0; index < events.Length; index++)
            events[index] = Create(_next + (index * split.Step));
        _firstOfRead = _next;
        _next += events.Length * split.Step;
    }

    private T Create(long number)
    {
        try
        {
            return eventAt(number);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The function is user code and may throw any exception. The wrapping exception names the event.
            throw new StateGenException($"Event {number} of {description} cannot be created: {exception.Message}", exception);
        }
    }
}
