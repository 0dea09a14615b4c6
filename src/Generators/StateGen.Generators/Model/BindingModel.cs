namespace StateGen.Generators.Model;

/// <summary>What connects an operator to the engine. States are in the ordinal order of their names, which is their order in the row and in the schema.</summary>
internal sealed record BindingModel
{
    /// <summary>The operator's stable id.</summary>
    public required string OperatorId { get; init; }

    /// <summary>The type of the backend that the operator requires; null where it runs on any.</summary>
    public required string? RequiredBackend { get; init; }

    public required TypeUse Key { get; init; }

    /// <summary><c>protected</c>, or <c>protected internal</c> where the runtime's internals are visible.</summary>
    public required string OverrideAccessibility { get; init; }

    public required EquatableArray<ValueStateModel> Values { get; init; }

    public required EquatableArray<CollectionStateModel> Collections { get; init; }

    /// <summary>The codecs of every named type that the key, the states and the upgrades are made of.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>What converts stored values of older shapes.</summary>
    public required EquatableArray<UpgradeModel> Upgrades { get; init; }

    /// <summary>The type parameters that the key and the states are made of.</summary>
    public required EquatableArray<TypeParameterModel> TypeParameters { get; init; }

    public required MemberNamesModel Names { get; init; }

    /// <summary>Whether a value state has a time to live.</summary>
    public bool HasWriteTimes => Values.Any(state => state.TimeToLive is not null);
}
