namespace StateGen.Backends.Memory.Rows;

/// <summary>A key and what is stored under it, side by side, so that finding the one has fetched the other.</summary>
internal struct KeyGroupSlot<TKey, TValue>
{
    public TKey Key;
    public TValue Value;
}
