namespace StateGen.Generators.Model;

/// <summary>A class marked as operator, as far as it concerns what is emitted for it.</summary>
internal sealed record OperatorModel
{
    /// <summary>The name of the generated file, without extension. Unique among operators but for case.</summary>
    public required string FileName { get; init; }

    public required PartialTypeModel Type { get; init; }

    /// <summary>Null when something is wrong with the class as a whole: then all its states are stubs.</summary>
    public required BindingModel? Binding { get; init; }

    public required EquatableArray<StubModel> Stubs { get; init; }

    /// <summary>The codecs that the whole assembly shares.</summary>
    public IEnumerable<CodecModel> SharedCodecs => Binding?.Codecs.Where(codec => !codec.IsNested) ?? [];
}

/// <summary>The partial type that generated members go into.</summary>
internal sealed record PartialTypeModel
{
    /// <summary>The namespace in C#; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>Declarations such as <c>partial class Outer&lt;T&gt;</c>, from the outermost type to the type itself.</summary>
    public required EquatableArray<string> Declarations { get; init; }
}

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
    public bool HasLastWrites => Values.Any(state => state.TimeToLive is not null);
}

/// <summary>The names of the members that are generated into an operator, chosen so that none of them is the user's.</summary>
internal sealed record MemberNamesModel
{
    public required string Schema { get; init; }

    public required string Definition { get; init; }

    public required string Rows { get; init; }

    public required string Slot { get; init; }

    public required string Row { get; init; }

    public required string Clock { get; init; }

    public required string LoadRow { get; init; }

    public required string RowType { get; init; }

    public required string RowCodecType { get; init; }
}

/// <summary>A state property that cannot work, whose half is written all the same so that the rest of the project compiles.</summary>
internal sealed record StubModel
{
    public required PropertyModel Property { get; init; }

    /// <summary>The id of the diagnostic that says why.</summary>
    public required string DiagnosticId { get; init; }
}

/// <summary>A file with the half of a state property that stands outside any operator.</summary>
internal sealed record StubFileModel
{
    /// <summary>The name of the generated file, without extension.</summary>
    public required string FileName { get; init; }

    public required PartialTypeModel Type { get; init; }

    public required StubModel Stub { get; init; }
}
