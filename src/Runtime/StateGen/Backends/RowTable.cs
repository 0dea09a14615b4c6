using System.ComponentModel;
using StateGen.Serialization;

namespace StateGen.Backends;

/// <summary>
/// The storage of an operator's rows. A row is a struct that holds all value states of one key. For each record there is at most one
/// <see cref="Load"/> and one <see cref="Store"/> or <see cref="Remove"/>; none of them allocates once the table has grown. Rows are stored only after
/// their record succeeds, so they need no other part in the atomicity of records. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TRow">The generated row.</typeparam>
public abstract class RowTable<TKey, TRow> : RowTable<TKey>
    where TKey : notnull
    where TRow : struct
{
    /// <summary>Reads a copy of the row of a key, or the default row if there is none.</summary>
    /// <param name="key">The key in normal form.</param>
    /// <param name="hash">The stable hash of the key.</param>
    /// <param name="row">The row.</param>
    /// <returns>The location of the row, for the <see cref="Store"/> or <see cref="Remove"/> of the same record.</returns>
    public abstract RowSlot Load(in TKey key, ulong hash, out TRow row);

    /// <summary>Writes the row of a key. Never called with an empty row.</summary>
    /// <param name="slot">The location that <see cref="Load"/> returned. If the table's structure has changed since, the table finds the key again.</param>
    /// <param name="key">The key in normal form.</param>
    /// <param name="hash">The stable hash of the key.</param>
    /// <param name="row">The row.</param>
    public abstract void Store(RowSlot slot, in TKey key, ulong hash, in TRow row);

    /// <summary>Removes the row of a key if it exists.</summary>
    /// <param name="slot">The location that <see cref="Load"/> returned.</param>
    /// <param name="key">The key in normal form.</param>
    /// <param name="hash">The stable hash of the key.</param>
    public abstract void Remove(RowSlot slot, in TKey key, ulong hash);

    /// <summary>
    /// Runs an operator over records: one virtual call for all of them. By default, the operator loads and stores each row through this table. A table can
    /// override the method with a loop of its own.
    /// </summary>
    /// <param name="run">The records.</param>
    /// <param name="rowOperator">The operator.</param>
    /// <typeparam name="TIn">The type of the events.</typeparam>
    /// <typeparam name="TOut">The type of the output.</typeparam>
    /// <typeparam name="TOperator">The type of <paramref name="rowOperator"/>, a struct, so that the loop is compiled for it.</typeparam>
    public virtual void Run<TIn, TOut, TOperator>(ref RecordRun<TKey, TIn, TOut> run, ref TOperator rowOperator)
        where TOperator : struct, IRowOperator<TIn, TOut, TRow> => run.ForEach(rowOperator);
}

/// <summary>The part of the storage of an operator's rows that depends only on the key type. The engine uses it.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public abstract class RowTable<TKey>
    where TKey : notnull
{
    /// <summary>Gets the number of stored rows. O(1) in memory, O(n) on disk.</summary>
    public abstract long Count { get; }

    /// <summary>
    /// Announces the next keys, so that the table can prefetch their rows. The call has no observable effect. The processing of the records must not
    /// depend on anything that it found.
    /// </summary>
    /// <param name="keys">The keys in normal form.</param>
    /// <param name="hashes">The stable hashes of the keys, in the same order.</param>
    public virtual void Prefetch(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> hashes)
    {
    }
}

/// <summary>The records whose rows a table prefetches together.</summary>
internal static class PrefetchGroup
{
    /// <summary>The number of records: enough to hide the time that memory takes, and few enough for their rows to stay in the cache. A power of 2.</summary>
    public const int Length = 32;
}

/// <summary>Generated code: an operator as the loop over its records calls it. A struct, so that the calls are direct.</summary>
/// <typeparam name="TIn">The type of the events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRecordOperator<in TIn, TOut>
{
    /// <summary>Processes an event.</summary>
    /// <param name="value">The event.</param>
    /// <param name="context">The access to timers, time and output.</param>
    void OnEvent(TIn value, OperatorContext<TOut> context);
}

/// <summary>Generated code: an operator with value states, whose row a table can fill before the call and store after it.</summary>
/// <typeparam name="TIn">The type of the events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
/// <typeparam name="TRow">The generated row.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowOperator<in TIn, TOut, TRow> : IRecordOperator<TIn, TOut>
    where TRow : struct
{
    /// <summary>Gets the row that the operator's accessors read and write.</summary>
    ref TRow Row { get; }
}

/// <summary>The location of a row in a table. Only the table that created the slot interprets it.</summary>
/// <param name="Index">The index within the table; negative if the key has no row.</param>
/// <param name="Version">The version of the table's structure for which <paramref name="Index"/> is valid.</param>
public readonly record struct RowSlot(int Index, int Version)
{
    /// <summary>Gets a slot without a location, which makes the table find the key itself.</summary>
    public static RowSlot None { get; } = new(-1, 0);
}

/// <summary>Represents the generated codec of an operator's row. Stateless. It is called through type parameters, so that calls are direct.</summary>
/// <typeparam name="TRow">The generated row.</typeparam>
public interface IRowCodec<TRow>
    where TRow : struct
{
    /// <summary>Gets a value indicating whether a stored row can become empty as time passes, because at least one of its states has a time to live.</summary>
    static virtual bool CanExpire => true;

    /// <summary>
    /// Gets a value indicating whether the first read of a state may return a value that has expired, so that a table must not drop it before the operator
    /// has had the row.
    /// </summary>
    static virtual bool ReturnsExpired => false;

    /// <summary>
    /// Copies a row, state by state. If a state was just written, a copy of the whole struct would read it together with the fields beside it. The processor
    /// cannot forward several writes to one read, and waits until they have reached the cache.
    /// </summary>
    /// <param name="source">The row.</param>
    /// <param name="target">The row that it replaces.</param>
    static virtual void Copy(in TRow source, ref TRow target) => target = source;

    /// <summary>Determines whether every state of a row is default or expired. Such a row is not stored.</summary>
    /// <param name="row">The row.</param>
    /// <param name="clock">The clock for times to live.</param>
    static abstract bool IsEmpty(in TRow row, SubtaskClock clock);

    /// <summary>
    /// Writes the content of a stored row after the schema number (<see cref="EntryHeader"/>): the array of last-write timestamps, then the array of values
    /// in the order of the schema.
    /// </summary>
    /// <param name="writer">The writer.</param>
    /// <param name="row">The row.</param>
    static abstract void Write(ref MessagePackWriter writer, in TRow row);

    /// <summary>Reads the content that <see cref="Write"/> writes.</summary>
    /// <param name="reader">The reader, positioned after the schema number.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a row.</exception>
    static abstract TRow Read(ref MessagePackReader reader);
}
