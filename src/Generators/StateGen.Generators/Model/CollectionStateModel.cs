namespace StateGen.Generators.Model;

/// <summary>A collection state: a handle over a table of its own.</summary>
internal sealed record CollectionStateModel
{
    public required CollectionKind Kind { get; init; }

    public required PropertyModel Property { get; init; }

    /// <summary>The stable name of the state.</summary>
    public required string StateName { get; init; }

    /// <summary>The type of the handle in C#, fully qualified.</summary>
    public required string HandleType { get; init; }

    /// <summary>The type of the map's keys; null unless it is a map.</summary>
    public required TypeUse? MapKey { get; init; }

    /// <summary>The type of the map's values or the list's elements.</summary>
    public required TypeUse Element { get; init; }

    /// <summary>The names that the state had before.</summary>
    public required EquatableArray<string> FormerNames { get; init; }

    /// <summary>Milliseconds, or null.</summary>
    public required long? TimeToLive { get; init; }

    /// <summary>The field of the operator that holds the handle.</summary>
    public required string Field { get; init; }
}
