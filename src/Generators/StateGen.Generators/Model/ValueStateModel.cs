namespace StateGen.Generators.Model;

/// <summary>A value state: a field of the row.</summary>
internal sealed record ValueStateModel
{
    public required PropertyModel Property { get; init; }

    /// <summary>The stable name of the state.</summary>
    public required string StateName { get; init; }

    public required TypeUse Type { get; init; }

    /// <summary>The names that the state had before.</summary>
    public required EquatableArray<string> FormerNames { get; init; }

    /// <summary>Milliseconds, or null.</summary>
    public required long? TimeToLive { get; init; }

    /// <summary>The field of the row that holds the value: an identifier in C#.</summary>
    public required string Field { get; init; }

    /// <summary>The field of the row that holds the write time; it exists when there is a time to live.</summary>
    public required string WrittenAtField { get; init; }
}
