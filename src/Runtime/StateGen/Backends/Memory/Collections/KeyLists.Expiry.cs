using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;

namespace StateGen.Backends.Memory.Collections;

/// <content>The time to live of elements.</content>
internal sealed partial class KeyLists<TKey, TKeyCodec, T, TCodec, THead>
{
    // A list of which so much has expired behind live elements is written anew.
    private const int LiveToScattered = 4;

    /// <summary>
    /// Finds the elements of the current key for a read that returns all of them, and does with the list what the options of its time to live say: the time of
    /// live elements starts again, and expired ones are removed, after they were returned once. The elements that this returns are as they were before.
    /// </summary>
    public ListElements<T> ReadOnce()
    {
        var elements = Read();
        if (!MustChange(in elements))
            return elements;
        ref var head = ref BeginChange();
        var previous = head;
        KeepLive(ref head, Ttl.Now, Ttl.RefreshesOnRead ? WriteTime : long.MinValue);
        if (IsReplaced(in previous))
            Free(in previous);
        return elements;
    }

    protected override bool FindExpired(ref THead head, long now, ref CollectionProgress progress)
    {
        // The list may have changed since the last step, or have no more that is expired.
        progress.Position = 0;
        progress.IsScattered = false;
        if (head.Count == 0)
            return false;
        ref var times = ref _elements.WriteTimes(head.Block, head.SizeClass);
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
    // element may follow a live one. It is never returned, and is removed after the elements before it have expired. In event time, the order may be any.
    protected override void RemoveExpired(ref THead head, long now, ref CollectionProgress progress)
    {
        if (progress.IsScattered)
        {
            var previous = head;
            KeepLive(ref head, now, long.MinValue);
            Free(in previous);
            return;
        }

        ref var times = ref _elements.WriteTimes(head.Block, head.SizeClass);
        var most = Math.Min(head.Count, CollectionProgress.MostCost / ExpirySweep.EntryCost);
        var expired = 1;
        while (expired < most && IsExpired(Unsafe.Add(ref times, head.First + expired), now))
            expired++;
        Forget(in head, 0, expired);
        if (expired == head.Count)
            Free(in head);
        head.First += expired;
        head.Count -= expired;
        progress.Cost = (expired - 1) * ExpirySweep.EntryCost;
        progress.Position = expired == most ? 1 : 0;
    }

    private bool MustChange(in ListElements<T> elements)
    {
        if (elements.WriteTimes is not { } times || !(Ttl.RefreshesOnRead || Ttl.ReturnsExpired))
            return false;
        var (now, refreshed) = (Ttl.Now, Ttl.RefreshesOnRead ? WriteTime : long.MinValue);
        for (var position = elements.Start; position < elements.Start + elements.Count; position++)
        {
            if (IsExpired(times[position], now) || times[position] < refreshed)
                return true;
        }

        return false;
    }

    /// <summary>Moves the live elements to another block, and leaves the rest.</summary>
    /// <param name="head">The head.</param>
    /// <param name="now">The time by which elements expire.</param>
    /// <param name="refreshed">The earliest last-write timestamp that an element has afterwards.</param>
    private void KeepLive(ref THead head, long now, long refreshed)
    {
        var previous = head;
        var block = _elements.Rent(previous.SizeClass);
        ref var times = ref _elements.WriteTimes(block, previous.SizeClass);
        ref var items = ref _elements.Items(block, previous.SizeClass);
        ref var previousTimes = ref _elements.WriteTimes(previous.Block, previous.SizeClass);
        ref var previousItems = ref _elements.Items(previous.Block, previous.SizeClass);
        var live = 0;
        for (var position = previous.First; position < previous.First + previous.Count; position++)
        {
            var writtenAt = Unsafe.Add(ref previousTimes, position);
            if (IsExpired(writtenAt, now))
                continue;
            Unsafe.Add(ref items, live) = Unsafe.Add(ref previousItems, position);
            Unsafe.Add(ref times, live++) = Math.Max(writtenAt, refreshed);
        }

        head.Block = block;
        head.First = 0;
        head.Count = live;
        if (live > 0)
            return;
        _elements.Return(block, previous.SizeClass);
        head = default;
    }
}
