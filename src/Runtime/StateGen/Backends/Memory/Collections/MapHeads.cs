using System.Runtime.CompilerServices;

namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// The place of the entries of a map, which the table holds for each key. A small map has them in a block of the slab, a large one is an object of its own. A
/// snapshot reads a block through the head that the map had when the snapshot began; the first change after that moves the entries to another block.
/// </summary>
internal interface IMapHead
{
    /// <summary>Gets or sets the number of the block, or of the large map.</summary>
    uint Block { get; set; }

    /// <summary>Gets or sets the epoch in which the block was taken or the large map kept. No snapshot that began before refers to it.</summary>
    ushort Epoch { get; set; }

    /// <summary>Gets or sets the number of entries; 0 for a large map, which counts its own.</summary>
    byte Count { get; set; }

    /// <summary>Gets or sets the size class of the block; one of the constants of <see cref="MapSize"/> if there is none.</summary>
    byte SizeClass { get; set; }
}

/// <summary>The size classes of maps.</summary>
internal static class MapSize
{
    /// <summary>The map has no block: it is empty, or its entries are in the head.</summary>
    public const byte NoBlock = 0;

    /// <summary>The smallest class whose entries have tags, 16 bits of the hash of the map key. The others are compared one by one.</summary>
    public const byte FirstTagged = 4;

    /// <summary>The highest class of a block. Its tags are searched in about 16 steps of the processor, and copying it is fast.</summary>
    public const byte LargestBlock = 8;

    /// <summary>The map is a <see cref="LargeMap{TMapKey, TMapKeyCodec, TValue}"/>.</summary>
    public const byte Large = byte.MaxValue;

    /// <summary>The maximum number of entries in a block.</summary>
    public const int MostInBlock = byte.MaxValue;
}

/// <summary>The head of a map whose entries are all outside the head. With a key of 8 bytes, four heads fill a cache line.</summary>
internal struct MapHead : IMapHead
{
    public uint Block { get; set; }

    public ushort Epoch { get; set; }

    public byte Count { get; set; }

    public byte SizeClass { get; set; }
}

/// <summary>The head of a map that holds the entries of a small map itself, so that they are found in one access to memory.</summary>
internal struct InlineMapHead<TEntry> : IMapHead
{
    /// <summary>The maximum size of an entry in bytes. With a key of 8 bytes, a head then fills a cache line.</summary>
    public const int MostEntryBytes = 16;

    public uint Block { get; set; }

    public ushort Epoch { get; set; }

    public byte Count { get; set; }

    public byte SizeClass { get; set; }

    /// <summary>The entries, if there is no block. At the end, so that with a key of 8 bytes they begin at a quarter of the cache line.</summary>
    public InlineMapEntries<TEntry> Entries;
}

/// <summary>The entries of a map in its head.</summary>
[InlineArray(Length)]
internal struct InlineMapEntries<TEntry>
{
    /// <summary>The maximum number of entries. A map with more than that has a block of at least four.</summary>
    public const int Length = 3;

    public TEntry First;
}

/// <summary>Specifies what a record did to an entry of a map.</summary>
internal enum MapChangeKind : byte
{
    Added,
    Replaced,
    Removed,
}

/// <summary>A change of a map by the current record: the entry as it was before, for a rollback.</summary>
internal struct MapChange<TMapKey, TValue>
{
    public MapChangeKind Kind;

    /// <summary>The position in the block; not used for large maps.</summary>
    public int Position;

    /// <summary>The last-write timestamp of the entry, if entries expire.</summary>
    public long WrittenAt;

    /// <summary>The entry. Of an added one, only the key.</summary>
    public MapEntry<TMapKey, TValue> Entry;
}
