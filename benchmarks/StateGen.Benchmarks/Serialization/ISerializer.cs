namespace StateGen.Benchmarks.Serialization;

/// <summary>One way to write and read readings. Each call writes or reads all of them once.</summary>
internal interface ISerializer
{
    /// <summary>Writes each reading into the same buffer.</summary>
    /// <returns>The number of bytes written.</returns>
    int Write();

    /// <summary>Reads each reading from its own bytes.</summary>
    /// <returns>A number that depends on every record.</returns>
    long Read();
}
