using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <content>The time to live of elements.</content>
internal sealed partial class KeyLists<TKey, TKeyCodec, T, TCodec, THead>
{
    // A list of which so much has expired behind live elements is written anew.
    private const int LiveToScattered = 4;

    /// <summary>
    /// Reads an element of the current key as the options of its time to live say: the time of a live one may start again, and an expired one may be returned
    /// once. It then stays until the sweep removes it, because another enumeration of the list may be in progress.
    /// </summary>
    /// <param name="position">The position in the list.</param>
    /// <param name="element">The element in its stored form, if it is returned.</param>
    /// <returns>true if the element is returned; otherwise, false.</returns>
    public bool TryRead(int position, [MaybeNullWhen(false)] out T element)
    {
        ref var head = ref Find();
        var writtenAt = Unsafe.Add(ref _elements.WriteTimes(head.Block), head.First + position);
        var isExpired = IsExpired(writtenAt);
        if (isExpired && !Ttl.IsReturned(writtenAt))
        {
            element = default;
            return false;
        }

        element = Unsafe.Add(ref _elements.Items(head.Block), head.First + position);
        if (!isExpired && !Ttl.RefreshesOnRead)
            return true;
        var next = isExpired ? EntryHeader.NeverWritten : WriteTime;
        if (isExpired || next > writtenAt)
            SetWriteTime(position, next);
        return true;
    }

    protected override bool FindExpired(ref THead head, long now, ref CollectionProgress progress)
    {
        // The list may have changed since the last step, or have no more that is expired.
        progress.Position = 0;
        progress.IsScattered = false;
        if (head.Count == 0)
            return false;
        ref var times = ref _elements.WriteTimes(head.Block);
        if (IsExpired(Unsafe.Add(ref times, head.First), now))
            return true;
        if (!Ttl.MayExpireOutOfOrder)
            return false;
        var expired = 0;
        for (var position = head.First; position < head.First + head.Count; position++)
            expired += IsExpired(Unsafe.Add(ref times, position), now) ? 1 : 0;
        progress.Cost = head.Count;
        return progress.IsScattered = expired * LiveToScattered > head.Count;
    }

    // Elements are appended in the order of processing time, so the expired ones are at the front. If the clock was set back between two processes, an expired
    // element may follow a live one. It is never returned, and is removed after the elements before it have expired. In event time, or where reads start the
    // time of elements again, the order may be any.
    protected override void RemoveExpired(ref THead head, long now, ref CollectionProgress progress)
    {
        if (progress.IsScattered)
        {
            var previous = head;
            KeepLive(ref head, now);
            Free(in previous);
            return;
        }

        ref var times = ref _elements.WriteTimes(head.Block);
        var most = Math.Min(head.Count, CollectionProgress.MostCost / ExpirySweep.EntryCost);
        var expired = 1;
        while (expired < most && IsExpired(Unsafe.Add(ref times, head.First + expired), now))
            expired++;
        Forget(in head, 0, expired);
        head.First += expired;
        head.Count -= expired;
        progress.Cost = (expired - 1) * ExpirySweep.EntryCost;
        progress.Position = expired == most ? 1 : 0;
    }

    // The elements that the list had before the record stay as they are, for a rollback, a snapshot in progress and other enumerations.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetWriteTime(int position, long writtenAt)
    {
        ref var head = ref BeginChange();
        MarkUnfinished();
        if (!IsReplaced(in head))
            Move(ref head, _elements.SizeClassOf(head.Block));
        Unsafe.Add(ref _elements.WriteTimes(head.Block), head.First + position) = writtenAt;
    }

    /// <summary>Moves the live elements to another block, and leaves the rest.</summary>
    /// <param name="head">The head.</param>
    /// <param name="now">The time by which elements expire.</param>
    private void KeepLive(ref THead head, long now)
    {
        var previous = head;
        var block = _elements.Rent(_elements.SizeClassOf(previous.Block));
        ref var times = ref _elements.WriteTimes(block);
        ref var items = ref _elements.Items(block);
        ref var previousTimes = ref _elements.WriteTimes(previous.Block);
        ref var previousItems = ref _elements.Items(previous.Block);
        var live = 0;
        for (var position = previous.First; position < previous.First + previous.Count; position++)
        {
            var writtenAt = Unsafe.Add(ref previousTimes, position);
            if (IsExpired(writtenAt, now))
                continue;
            Unsafe.Add(ref items, live) = Unsafe.Add(ref previousItems, position);
            Unsafe.Add(ref times, live++) = writtenAt;
        }

        head.Block = block;
        head.First = 0;
        head.Count = live;
        if (live > 0)
            return;
        _elements.Return(block);
        head = default;
    }
}
