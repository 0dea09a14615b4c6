namespace StateGen.Analyzers.Flow;

/// <summary>When and where the code around a use runs.</summary>
internal enum UsePlace
{
    /// <summary>With the member that contains it, or with what that member calls meanwhile.</summary>
    InPlace,

    /// <summary>After an await, so after the record.</summary>
    AfterAwait,

    /// <summary>In a delegate that another thread runs.</summary>
    OtherThread,

    /// <summary>In a delegate that is kept and may run for another record.</summary>
    Kept,
}
