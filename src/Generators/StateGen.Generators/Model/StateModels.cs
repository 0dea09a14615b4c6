namespace StateGen.Generators.Model;

/// <summary>The half of a partial property that the generator has to write: it must agree with the user's half in every modifier.</summary>
internal sealed record PropertyModel
{
    /// <summary>The name, without <c>@</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Modifiers, type and name in C#.</summary>
    public required string Header { get; init; }

    /// <summary>The first accessor with its modifier, such as <c>get</c>; null when there is none.</summary>
    public required string? Getter { get; init; }

    /// <summary>The second accessor with its modifier, such as <c>private set</c> or <c>init</c>; null when there is none.</summary>
    public required string? Setter { get; init; }
}

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
    public required string LastWriteField { get; init; }
}

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

/// <summary>The kinds of collection state. The names are those of the schema's <c>StateKind</c>.</summary>
internal enum CollectionKind
{
    Map,
    List,
}

/// <summary>One <c>IStateUpgrade&lt;TOld, TNew&gt;</c> of a <c>[State(Upgrade = …)]</c>.</summary>
internal sealed record UpgradeModel
{
    /// <summary>The stable name of the state.</summary>
    public required string StateName { get; init; }

    /// <summary>The type that implements the interface, in C#, fully qualified.</summary>
    public required string UpgradeType { get; init; }

    /// <summary>What it reads.</summary>
    public required TypeUse Old { get; init; }

    /// <summary>What it returns: the type of the state's values.</summary>
    public required TypeUse New { get; init; }
}
