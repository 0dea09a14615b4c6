namespace StateGen.Backends.Memory.Collections;

/// <summary>Entries of a sorted map that are adjacent in arrays, in the order of their keys: all those of a small map, or a leaf of a large one.</summary>
/// <param name="Items">The array of the entries.</param>
/// <param name="WriteTimes">The last-write timestamps; null if entries do not expire.</param>
/// <param name="Start">The index of the first entry.</param>
/// <param name="Count">The number of entries.</param>
internal readonly record struct SortedRun<TMapKey, TValue>(MapEntry<TMapKey, TValue>[] Items, long[]? WriteTimes, int Start, int Count)
{
    public ref MapEntry<TMapKey, TValue> this[int index] => ref Items[Start + index];

    /// <summary>Gets the last-write timestamp of an entry; 0 if entries do not expire.</summary>
    public long WrittenAt(int index) => WriteTimes is null ? 0 : WriteTimes[Start + index];
}

/// <summary>The position of an entry of a sorted map: its run, and its index in the run. The position behind the last entry is that of no run.</summary>
internal record struct SortedPosition(int Run, int Index);
