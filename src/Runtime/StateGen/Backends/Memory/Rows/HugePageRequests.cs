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

    // Arrays that were allocated one after the other lie side by side, with little more than their headers between them.
    private const int MostBetween = 4096;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private volatile bool _isPending;

    /// <summary>Reports that the table has grown to a size in bytes.</summary>
    public void Grow(long sizeBytes)
    {
        if (_isPending || sizeBytes < LeastBytes || !PartitionArrays<TKey, TValue>.CanAlign || !HugePages.IsSupported)
            return;
        _isPending = true;
        _timer ??= TimeProvider.System.CreateTimer(
            static requests => ((HugePageRequests<TKey, TKeyCodec, TValue>)requests!).Collapse(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks for the pages now. Pages that are huge already cost little.</summary>
    /// <returns>The number of bytes that are in huge pages now.</returns>
    public long Collapse()
    {
        _isPending = false; // First: what grows from here on is asked for again.
        var arrays = partitions.Select(partition => partition.Slots).Where(slots => slots.Length > 0).ToArray();
        var ranges = arrays.Select(RangeOf).OrderBy(range => range.Start).ToArray();
        var collapsed = 0L;
        for (var first = 0; first < ranges.Length;)
        {
            var (start, end) = ranges[first++];
            while (first < ranges.Length && ranges[first].Start - end <= MostBetween)
                end = ranges[first++].End;
            collapsed += HugePages.Collapse(start, end);
        }

        GC.KeepAlive(arrays);
        return collapsed;
    }

    private static unsafe (nuint Start, nuint End) RangeOf(KeyGroupSlot<TKey, TValue>[] slots)
    {
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(slots));
        return (start, start + ((nuint)slots.Length * (nuint)Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>()));
    }
}
