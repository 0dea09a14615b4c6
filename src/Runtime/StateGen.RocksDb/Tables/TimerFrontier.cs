using StateGen.Backends;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Where the earliest timer of one kind is, so that a watermark which fires nothing reads nothing, and finding the next timer never walks over those
/// that were taken before. Invariant: no registered timer sorts below <see cref="From"/>.
/// </summary>
internal sealed class TimerFrontier<TKey>
    where TKey : notnull
{
    private byte[] _committedFrom;
    private bool _none;

    /// <param name="first">The lowest stored key of the kind.</param>
    public TimerFrontier(ReadOnlySpan<byte> first) => From = _committedFrom = first.ToArray();

    /// <summary>The stored key at or behind which the earliest timer is.</summary>
    public byte[] From { get; private set; }

    /// <summary>Whether the earliest timer, or that there is none, is known.</summary>
    public bool IsKnown { get; private set; }

    private KeyedTimer<TKey> Earliest { get; set; }

    /// <summary>The earliest timer, when it is known.</summary>
    public bool TryGet(long upTo, out KeyedTimer<TKey> timer)
    {
        timer = Earliest;
        return !_none && Earliest.Timestamp <= upTo;
    }

    public void Register(ReadOnlySpan<byte> storedKey, in KeyedTimer<TKey> timer)
    {
        if (storedKey.SequenceCompareTo(From) < 0 || (IsKnown && _none))
            Found(storedKey, in timer);
    }

    public void Delete(ReadOnlySpan<byte> storedKey)
    {
        if (IsKnown && !_none && storedKey.SequenceEqual(From))
            IsKnown = false;
    }

    /// <summary>The earliest timer was looked up.</summary>
    public void Found(ReadOnlySpan<byte> storedKey, in KeyedTimer<TKey> timer)
    {
        From = storedKey.ToArray();
        Earliest = timer;
        IsKnown = true;
        _none = false;
    }

    /// <summary>It was looked up that there is no timer.</summary>
    public void FoundNone()
    {
        IsKnown = true;
        _none = true;
    }

    public void RecordCommitted() => _committedFrom = From;

    public void RecordRolledBack()
    {
        From = _committedFrom;
        IsKnown = false;
    }
}
