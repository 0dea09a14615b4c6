using StateGen.Serialization;

namespace StateGen.Backends;

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
