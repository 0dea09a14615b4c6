using StateGen.Serialization;

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

/// <summary>The storage of an operator's rows, as far as the engine sees it: what concerns keys alone.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public abstract class RowTable<TKey>
    where TKey : notnull
{
    /// <summary>The number of stored rows. O(1) in memory, O(n) on disk.</summary>
    public abstract long Count { get; }

    /// <summary>
    /// Hints that these keys come next, so that their rows can be brought nearer. It changes nothing that can be observed, and nothing that it
    /// finds may be relied on when the record itself is processed.
    /// </summary>
    /// <param name="keys">Keys in normal form.</param>
    /// <param name="hashes">Their stable hashes, in the same order.</param>
    public virtual void Prefetch(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> hashes)
    {
    }
}

/// <summary>Where a table found a row: opaque to all but the table that made it.</summary>
/// <param name="Index">The place within the table, or a negative number when the key has no row.</param>
/// <param name="Version">The version of the table's structure in which <paramref name="Index"/> means something.</param>
public readonly record struct RowSlot(int Index, int Version)
{
    /// <summary>A slot that says nothing: the table has to find the key itself.</summary>
    public static RowSlot None { get; } = new(-1, 0);
}

/// <summary>The generated codec of an operator's row. Stateless; called through type parameters, so that calls are direct.</summary>
/// <typeparam name="TRow">The generated row.</typeparam>
public interface IRowCodec<TRow>
    where TRow : struct
{
    /// <summary>Whether a stored row can become empty by the passage of time: whether a state of it has a time to live.</summary>
    static virtual bool CanExpire => true;

    /// <summary>Whether every state of the row is default or expired: such a row is not stored.</summary>
    /// <param name="row">The row.</param>
    /// <param name="clock">The clock that expiry is judged by.</param>
    static abstract bool IsEmpty(in TRow row, StateClock clock);

    /// <summary>
    /// Writes what follows the schema number in a stored row (<see cref="EntryHeader"/>): the array of write times, then the array of values
    /// in the order of the schema.
    /// </summary>
    /// <param name="writer">The writer.</param>
    /// <param name="row">The row.</param>
    static abstract void Write(ref MessagePackWriter writer, in TRow row);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">The reader, standing behind the schema number.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a row.</exception>
    static abstract TRow Read(ref MessagePackReader reader);
}
