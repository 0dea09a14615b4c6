namespace StateGen.Backends;

/// <summary>
/// The storage of an operator's rows: all value states of one key, fused into one struct. Per record there is at most one
/// <see cref="Load"/> and one <see cref="Store"/> or <see cref="Remove"/>; none of them allocates once the table has grown. A row that is
/// never stored is unchanged, which is all that the atomicity of records asks of rows. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TRow">The generated row.</typeparam>
public abstract class RowTable<TKey, TRow> : RowTable<TKey>
    where TKey : notnull
    where TRow : struct
{
    /// <summary>Copies the row of a key out, or the default row when there is none.</summary>
    /// <param name="key">The key in normal form.</param>
    /// <param name="hash">Its stable hash.</param>
    /// <param name="row">The row.</param>
    /// <returns>Where the row was found, for the <see cref="Store"/> or <see cref="Remove"/> of the same record.</returns>
    public abstract RowSlot Load(in TKey key, ulong hash, out TRow row);

    /// <summary>Writes the row of a key. Never called with a row that is empty.</summary>
    /// <param name="slot">What <see cref="Load"/> returned; the table finds the key again when its structure changed since.</param>
    /// <param name="key">The key in normal form.</param>
    /// <param name="hash">Its stable hash.</param>
    /// <param name="row">The row.</param>
    public abstract void Store(RowSlot slot, in TKey key, ulong hash, in TRow row);

    /// <summary>Removes the row of a key, if there is one.</summary>
    /// <param name="slot">What <see cref="Load"/> returned.</param>
    /// <param name="key">The key in normal form.</param>
    /// <param name="hash">Its stable hash.</param>
    public abstract void Remove(RowSlot slot, in TKey key, ulong hash);
}
