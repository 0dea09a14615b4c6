namespace StateGen.Backends.Memory.Rows;

/// <summary>The arrays of one partition: as many tags as slots, tag 0 for a free one.</summary>
internal readonly record struct PartitionArrays<TKey, TValue>(byte[] Tags, KeyGroupSlot<TKey, TValue>[] Slots);
