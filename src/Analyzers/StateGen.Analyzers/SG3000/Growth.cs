namespace StateGen.Analyzers.SG3000;

/// <summary>What a use of a collection state does to its size.</summary>
internal enum Growth
{
    /// <summary>It reads, or writes an entry that there is only once.</summary>
    None,

    /// <summary>It may add an element or entry.</summary>
    Grows,

    /// <summary>It removes something, or hands the collection to code that may.</summary>
    Unknown,
}
