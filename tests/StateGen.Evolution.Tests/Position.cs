namespace StateGen.Evolution.Tests;

/// <summary>Where the changed type stands.</summary>
public enum Position
{
    /// <summary>It is the type of a value state.</summary>
    Value,

    /// <summary>It is the element type of a list state.</summary>
    List,

    /// <summary>It is the value type of a map state.</summary>
    Map,

    /// <summary>It is the accumulator of a reducing state.</summary>
    Accumulator,

    /// <summary>It is a member of a record in a value state.</summary>
    Member,

    /// <summary>It is the element of a collection in a member of a record in a value state.</summary>
    Element,
}
