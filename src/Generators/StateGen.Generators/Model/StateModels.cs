namespace StateGen.Generators.Model;

/// <summary>The part of a partial property that the generator writes. It must repeat every modifier of the user's part.</summary>
internal sealed record PropertyModel
{
    /// <summary>Gets the name of the property, without <c>@</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the modifiers, the type and the name in C#.</summary>
    public required string Header { get; init; }

    /// <summary>Gets the get accessor with its modifier, such as <c>get</c>; null if there is none.</summary>
    public required string? Getter { get; init; }

    /// <summary>Gets the set or init accessor with its modifier, such as <c>private set</c> or <c>init</c>; null if there is none.</summary>
    public required string? Setter { get; init; }
}

/// <summary>A value, reducing or aggregating state, which is a field of the row.</summary>
internal sealed record ValueStateModel
{
    public required PropertyModel Property { get; init; }

    /// <summary>Gets the stable name of the state.</summary>
    public required string StateName { get; init; }

    /// <summary>Gets the type of the row's field, with the type expression of the value or the accumulator.</summary>
    public required TypeUse Type { get; init; }

    /// <summary>Gets the accumulator; null if the state is a value state.</summary>
    public AccumulatorModel? Accumulator { get; init; }

    /// <summary>Gets the former names of the state.</summary>
    public required EquatableArray<string> FormerNames { get; init; }

    /// <summary>Gets the time to live; null if there is none.</summary>
    public required TtlModel? TimeToLive { get; init; }

    /// <summary>Gets the identifier in C# of the row's field that holds the value.</summary>
    public required string Field { get; init; }

    /// <summary>Gets the row's field that holds the last-write timestamp. It exists only if there is a time to live.</summary>
    public required string LastWriteField { get; init; }
}

/// <summary>A time to live with its options.</summary>
internal sealed record TtlModel
{
    public required long Milliseconds { get; init; }

    /// <summary>Gets a value indicating whether a read starts it again.</summary>
    public required bool RefreshesOnRead { get; init; }

    /// <summary>Gets a value indicating whether the first read returns what has expired and was not removed yet.</summary>
    public required bool ReturnsExpired { get; init; }

    /// <summary>Gets a value indicating whether it is event time that counts, and not processing time.</summary>
    public required bool IsEventTime { get; init; }
}

/// <summary>The accumulator of a reducing or aggregating state, whose accessor returns a handle over the row's field.</summary>
internal sealed record AccumulatorModel
{
    public required AccumulatorKind Kind { get; init; }

    public required TypeUse Type { get; init; }

    /// <summary>Gets the field of the operator that holds the rules for the accumulator; null if it needs none.</summary>
    public required string? RulesField { get; init; }

    /// <summary>Gets the type of the rules in C#, without their codec.</summary>
    public string RulesType => $"global::StateGen.Backends.AccumulatorRules<{Type.CSharpName}>";
}

/// <summary>The kinds of states with an accumulator. Their names are those of the schema's <c>StateKind</c>.</summary>
internal enum AccumulatorKind
{
    Reducing,
    Aggregating,
}

/// <summary>A collection state, which is a handle over a table of its own.</summary>
internal sealed record CollectionStateModel
{
    public required CollectionKind Kind { get; init; }

    public required PropertyModel Property { get; init; }

    /// <summary>Gets the stable name of the state.</summary>
    public required string StateName { get; init; }

    /// <summary>Gets the type of the handle in C#, fully qualified.</summary>
    public required string HandleType { get; init; }

    /// <summary>Gets the type of the keys of a map, sorted map or broadcast state; null for a list.</summary>
    public required TypeUse? MapKey { get; init; }

    /// <summary>Gets the type of the values of a map, sorted map or broadcast state, or of the list's elements.</summary>
    public required TypeUse Element { get; init; }

    /// <summary>Gets the former names of the state.</summary>
    public required EquatableArray<string> FormerNames { get; init; }

    /// <summary>Gets the time to live; null if there is none.</summary>
    public required TtlModel? TimeToLive { get; init; }

    /// <summary>Gets a value indicating whether the state belongs to a key, and not to the operator or the subtask.</summary>
    public bool IsKeyed => Kind is not (CollectionKind.Broadcast or CollectionKind.OperatorList or CollectionKind.OperatorUnion);

    /// <summary>Gets the field of the operator that holds the handle.</summary>
    public required string Field { get; init; }
}

/// <summary>The kinds of collection state. Their names are those of the schema's <c>StateKind</c>.</summary>
internal enum CollectionKind
{
    Map,
    List,
    Broadcast,
    SortedMap,
    OperatorList,
    OperatorUnion,
}

/// <summary>One implementation of <c>IStateUpgrade&lt;TOld, TNew&gt;</c> that <c>[State(Upgrade = …)]</c> specifies.</summary>
internal sealed record UpgradeModel
{
    /// <summary>Gets the stable name of the state.</summary>
    public required string StateName { get; init; }

    /// <summary>Gets the type that implements the interface, in C#, fully qualified.</summary>
    public required string UpgradeType { get; init; }

    /// <summary>Gets the type of the stored values that the upgrade reads.</summary>
    public required TypeUse Old { get; init; }

    /// <summary>Gets the type that the upgrade returns, which is the type of the state's values.</summary>
    public required TypeUse New { get; init; }
}
