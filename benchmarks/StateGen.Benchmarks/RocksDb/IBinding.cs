namespace StateGen.Benchmarks.RocksDb;

/// <summary>A binding to RocksDB with an open database, and the calls that a state backend makes. Keys and values are short.</summary>
internal interface IBinding : IDisposable
{
    string Name { get; }

    /// <summary>Reads a value.</summary>
    /// <returns>The length of the value; 0 if there is none.</returns>
    int Get(ReadOnlySpan<byte> key);

    void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Adds an entry to the indexed batch.</summary>
    void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Writes the batch and empties it.</summary>
    void WriteBatch();

    /// <summary>Reads all entries in the order of their keys.</summary>
    /// <returns>The number of bytes of keys and values.</returns>
    long Scan();
}
