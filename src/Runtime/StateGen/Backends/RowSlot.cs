namespace StateGen.Backends;

/// <summary>Where a table found a row: opaque to all but the table that made it.</summary>
/// <param name="Index">The place within the table, or a negative number when the key has no row.</param>
/// <param name="Version">The version of the table's structure in which <paramref name="Index"/> means something.</param>
public readonly record struct RowSlot(int Index, int Version)
{
    /// <summary>A slot that says nothing: the table has to find the key itself.</summary>
    public static RowSlot None { get; } = new(-1, 0);
}
