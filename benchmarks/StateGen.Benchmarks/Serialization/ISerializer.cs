namespace StateGen.Benchmarks.Serialization;

/// <summary>One way to write and read readings, all of them once per call.</summary>
internal interface ISerializer
{
    /// <summary>Writes each into the same buffer.</summary>
    /// <returns>The bytes written.</returns>
    int Write();

    /// <summary>Reads each from bytes of its own.</summary>
    /// <returns>Something that depends on every record.</returns>
    long Read();
}
