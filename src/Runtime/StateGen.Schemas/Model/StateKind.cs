namespace StateGen.Schemas;

/// <summary>The kinds of keyed state. Their names, in lower case, are part of the text of schemas; new kinds are appended.</summary>
public enum StateKind
{
    /// <summary>One value per key, a column of the row.</summary>
    Value = 0,

    /// <summary>Entries per key, each under a map key.</summary>
    Map = 1,

    /// <summary>Elements per key in the order in which they were added.</summary>
    List = 2,
}
