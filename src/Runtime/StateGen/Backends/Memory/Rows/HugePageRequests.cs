using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// Asks for huge pages for the slots of a table, in the background, soon after it has grown. Only slots that the garbage collector does not move can have them.
/// The owner of the table reports its growth.
/// </summary>
/// <param name="partitions">The partitions. Which arrays they have is read on another thread.</param>
internal sealed class HugePageRequests<TKey, TKeyCodec, TValue>(KeyGroupPartition<TKey, TKeyCodec, TValue>[] partitions)
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    // The processor's cache of translations suffices for a smaller table.
    private const long LeastBytes = 4 * HugePages.Size;

    // Between the arrays are their headers, and arrays that partitions have outgrown. Their memory is or was in use, so it costs little to move it too.
    private const int MostBetween = HugePages.Size / 4;

    // A page that is not used yet cannot be moved. A table that was grown for a restore is filled soon.
    private const int MostRepetitions = 6;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private bool _isPending;
    private volatile bool _hasFailed;
    private int _repetitions;

    /// <summary>Reports that the table has grown.</summary>
    /// <param name="sizeBytes">The size in bytes.</param>
    public void Grow(long sizeBytes)
    {
        if (Volatile.Read(ref _isPending) || sizeBytes < LeastBytes || !PartitionArrays<TKey, TValue>.CanAlign || !HugePages.AreSupported || _hasFailed)
            return;
        Volatile.Write(ref _isPending, true);
        _timer ??= CreateTimer();
        Volatile.Write(ref _repetitions, 0);
        _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks for the pages now. Pages that are huge already cost little. The slots must be aligned, and so pinned.</summary>
    /// <returns>The number of pages that are huge now, and of those that are not.</returns>
    public (int Huge, int Others) Collapse()
    {
        var arrays = partitions.Select(partition => partition.Slots).Where(slots => slots.Length > 0).ToArray();
        var ranges = arrays.Select(RangeOf).OrderBy(range => range.Start).ToArray();
        var (huge, others) = (0, 0);
        for (var first = 0; first < ranges.Length;)
        {
            var (start, end) = ranges[first++];
            while (first < ranges.Length && ranges[first].Start - end <= MostBetween)
                end = ranges[first++].End;
            var (moved, left) = HugePages.Collapse(start, end);
            (huge, others) = (huge + moved, others + left);
        }

        GC.KeepAlive(arrays);
        return (huge, others);
    }

    // The timer must keep neither the table alive, nor the context, such as a trace, in which it happened to grow.
    private ITimer CreateTimer()
    {
        using (ExecutionContext.SuppressFlow())
        {
            return TimeProvider.System.CreateTimer(
                static requests =>
                {
                    if (((WeakReference<HugePageRequests<TKey, TKeyCodec, TValue>>)requests!).TryGetTarget(out var target))
                        target.CollapsePending();
                },
                new WeakReference<HugePageRequests<TKey, TKeyCodec, TValue>>(this),
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }
    }

    private void CollapsePending()
    {
        // First: what grows from here on is asked for again. The exchange keeps the arrays from being read before.
        Interlocked.Exchange(ref _isPending, false);
        try
        {
            if (Collapse().Others > 0 && Interlocked.Increment(ref _repetitions) <= MostRepetitions)
                _timer!.Change(Delay * (1 << _repetitions), Timeout.InfiniteTimeSpan);
        }
        catch (Exception)
        {
            // The pages make the table faster and are needed for nothing. An exception here, such as for a lack of memory, would end the process.
            _hasFailed = true;
        }
    }

    private static unsafe (nuint Start, nuint End) RangeOf(KeyGroupSlot<TKey, TValue>[] slots)
    {
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(slots));
        return (start, start + ((nuint)slots.Length * (nuint)Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>()));
    }
}
