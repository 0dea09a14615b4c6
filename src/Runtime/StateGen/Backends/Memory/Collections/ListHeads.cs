namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// The place of the elements of a list in the slab, which the table holds for each key. It is replaced, never changed, when elements move, so the head that a
/// list had when a snapshot began still describes the elements of that moment: a list only appends behind them.
/// </summary>
internal interface IListHead
{
    /// <summary>The smallest size class of a block with elements.</summary>
    const int SmallestClass = 2;

    /// <summary>Gets a value indicating whether elements expire.</summary>
    static abstract bool IsTimed { get; }

    /// <summary>Gets or sets the number of the block. A list without elements may have one.</summary>
    uint Block { get; set; }

    /// <summary>Gets or sets the position of the first element in the block. Elements are removed at the front only when they expire.</summary>
    int First { get; set; }

    /// <summary>Gets or sets the number of elements.</summary>
    int Count { get; set; }
}

/// <summary>The head of a list whose elements do not expire. With a key of 8 bytes, four heads fill a cache line.</summary>
internal struct ListHead : IListHead
{
    public static bool IsTimed => false;

    public uint Block { get; set; }

    public int First
    {
        readonly get => 0;
        set
        {
        }
    }

    public int Count { get; set; }
}

/// <summary>The head of a list whose elements expire.</summary>
internal struct TimedListHead : IListHead
{
    public static bool IsTimed => true;

    public uint Block { get; set; }

    public int First { get; set; }

    public int Count { get; set; }
}
