namespace StateGen.Generators.Model;

/// <summary>A class marked with <c>[Operator]</c>, reduced to the facts that the emitters need.</summary>
internal sealed record OperatorModel
{
    /// <summary>Gets the name of the generated file, without its extension. Two operators may have names that differ only in case.</summary>
    public required string FileName { get; init; }

    public required PartialTypeModel Type { get; init; }

    /// <summary>Gets the binding; null if the class as a whole breaks a rule, in which case all its states are stubs.</summary>
    public required BindingModel? Binding { get; init; }

    public required EquatableArray<StubModel> Stubs { get; init; }

    /// <summary>Gets the codecs that the whole assembly shares.</summary>
    public IEnumerable<CodecModel> SharedCodecs => Binding?.Codecs.Where(codec => !codec.IsNested) ?? [];
}

/// <summary>The partial type to which generated members are added.</summary>
internal sealed record PartialTypeModel
{
    /// <summary>Gets the namespace in C#; empty for the global namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Declarations such as <c>partial class Outer&lt;T&gt;</c>, from the outermost type to the type itself.</summary>
    public required EquatableArray<string> Declarations { get; init; }
}

/// <summary>
/// The connection of an operator to the engine. States are in the ordinal order of their names, which is their order in the row and in the schema.
/// </summary>
internal sealed record BindingModel
{
    /// <summary>Gets the operator's stable id.</summary>
    public required string OperatorId { get; init; }

    /// <summary>Gets the type of the backend that the operator requires; null if it runs on any backend.</summary>
    public required string? RequiredBackend { get; init; }

    public required TypeUse Key { get; init; }

    /// <summary>Gets the accessibility of the overrides: <c>protected</c>, or <c>protected internal</c> if the runtime's internals are visible.</summary>
    public required string OverrideAccessibility { get; init; }

    /// <summary>Gets the types that the loop over records is compiled for; null if generated code cannot name them, so that another loop runs.</summary>
    public required RecordLoopModel? RecordLoop { get; init; }

    public required EquatableArray<ValueStateModel> Values { get; init; }

    public required EquatableArray<CollectionStateModel> Collections { get; init; }

    /// <summary>Gets the codecs of every named type that occurs in the key, the states and the upgrades.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>Gets the upgrades that convert stored values of older types.</summary>
    public required EquatableArray<UpgradeModel> Upgrades { get; init; }

    /// <summary>Gets the type parameters that occur in the key and the states.</summary>
    public required EquatableArray<TypeParameterModel> TypeParameters { get; init; }

    public required MemberNamesModel Names { get; init; }

    /// <summary>Gets a value indicating whether a value state has a time to live.</summary>
    public bool HasLastWrites => Values.Any(state => state.TimeToLive is not null);
}

/// <summary>The types that the loop over an operator's records is compiled for, besides its key and its row.</summary>
internal sealed record RecordLoopModel
{
    public required string OperatorType { get; init; }

    public required string EventType { get; init; }

    public required string OutputType { get; init; }
}

/// <summary>The names of the members that are generated into an operator, chosen so that they do not clash with the user's members.</summary>
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

    public required string RecordOperatorType { get; init; }
}

/// <summary>A state property that cannot work. Accessors are generated for it all the same, so that the rest of the project compiles.</summary>
internal sealed record StubModel
{
    public required PropertyModel Property { get; init; }

    /// <summary>Gets the id of the diagnostic that explains the reason.</summary>
    public required string DiagnosticId { get; init; }
}

/// <summary>A file with the accessors of a state property that is declared outside any operator.</summary>
internal sealed record StubFileModel
{
    /// <summary>Gets the name of the generated file, without its extension.</summary>
    public required string FileName { get; init; }

    public required PartialTypeModel Type { get; init; }

    public required StubModel Stub { get; init; }
}
