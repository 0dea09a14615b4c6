using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <summary>Every diagnostic of StateGen. An id is never given another meaning; <c>docs/diagnostics</c> has one page for each.</summary>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor NotPartial = Error("SG1001",
        "An operator and the types around it must be partial",
        "'{0}' must be partial, so that the generator can add to it");

    public static readonly DiagnosticDescriptor NotKeyedOperator = Error("SG1002",
        "An operator must derive from KeyedOperator",
        "'{0}' is marked [Operator] but does not derive from KeyedOperator<TKey, TIn, TOut>");

    public static readonly DiagnosticDescriptor StateNotPartial = Error("SG1003",
        "A state property must be partial and without a body",
        "State property '{0}' must be declared partial and without a body, because the generator writes its accessors");

    public static readonly DiagnosticDescriptor WrongAccessors = Error("SG1004",
        "A state property has the wrong accessors",
        "State property '{0}' must have {1}");

    public static readonly DiagnosticDescriptor StaticState = Error("SG1005",
        "State cannot be static",
        "State property '{0}' must not be static: state belongs to the key that an instance of the operator works for");

    public static readonly DiagnosticDescriptor StateOutsideOperator = Error("SG1006",
        "State must be declared in the operator class itself",
        "State property '{0}' is declared in '{1}', which is not marked [Operator]; state may only be declared in the operator class itself");

    public static readonly DiagnosticDescriptor DuplicateStateName = Error("SG1007",
        "State names must be unique within an operator",
        "Operator '{0}' has another state named '{1}'");

    public static readonly DiagnosticDescriptor MissingOperatorId = Error("SG1008",
        "An operator must have an id",
        "Operator '{0}' has no id; give it a stable text, under which checkpoints keep its state");

    public static readonly DiagnosticDescriptor UnsupportedType = Error("SG1009",
        "The type cannot be kept in state",
        "State '{0}' cannot hold {1}: {2}");

    public static readonly DiagnosticDescriptor MutableType = Error("SG1010",
        "A type that can be changed in place cannot be kept in state",
        "State '{0}' cannot hold {1}: {2}");

    public static readonly DiagnosticDescriptor InvalidTimeToLive = Error("SG1011",
        "The time to live is invalid",
        "The time to live of '{0}' {1}");

    public static readonly DiagnosticDescriptor StateInitializer = Error("SG1012",
        "A state property cannot have an initializer",
        "State property '{0}' cannot have an initializer: state is kept per key and begins as default; use T? to tell absent from default");

    public static readonly DiagnosticDescriptor UnsupportedKey = Error("SG1013",
        "The type cannot be a key",
        "The key of {0} cannot be {1}: {2}");

    public static readonly DiagnosticDescriptor StateNotNullable = Error("SG1014",
        "A value state of a reference type must be nullable",
        "State property '{0}' must be declared '{1}?', because it is null for every key that it was not set for");

    public static readonly DiagnosticDescriptor FileLocalType = Error("SG1015",
        "Operators and state cannot use file-local types",
        "'{0}' is file-local, so generated code cannot name it; make it private or internal");

    public static readonly DiagnosticDescriptor DuplicateOperatorId = Error("SG1016",
        "Operator ids must be unique within an assembly",
        "Operators '{0}' and '{1}' have the same id '{2}'",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor DerivesFromOperator = Error("SG1017",
        "An operator cannot derive from another operator",
        "Operator '{0}' derives from operator '{1}', whose state it would replace; move the shared logic into a base class without [Operator]");

    public static readonly DiagnosticDescriptor ReservedMember = Error("SG1018",
        "A member that the generator writes is declared by hand",
        "'{0}' of operator '{1}' is written by the generator; remove it");

    public static readonly DiagnosticDescriptor EmptyStateName = Error("SG1019",
        "A state name must not be empty",
        "The name of state property '{0}' is empty; leave Name out to use the property's name");

    public static readonly DiagnosticDescriptor StateIndexer = Error("SG1020",
        "State must be a plain property",
        "State property '{0}' must not {1}");

    public static readonly DiagnosticDescriptor WrongUpgrade = Error("SG1021",
        "An upgrade must convert to the type of its state",
        "'{0}' cannot upgrade state '{1}': {2}");

    public static readonly DiagnosticDescriptor WrongCodecRegistration = Error("SG1022",
        "A registered codec must fit",
        "The codec {0} cannot be used: {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ImpossibleCodec = Error("SG1023",
        "A requested codec must be possible",
        "There can be no codec for {0}: {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor RepeatedOperator = Warning("SG1024",
        "A second use of an operator needs an id of its own",
        "Another operator of the pipeline has the id '{0}', under which its state is kept; give this use another: Process(..., id: \"...\")");

    public static readonly DiagnosticDescriptor NothingRecorded = Suggestion("SG4001",
        "The state of operators should be recorded",
        "The state of operator '{0}' is not recorded, so the compiler cannot tell whether a later version still reads it");

    public static readonly DiagnosticDescriptor OperatorNotRecorded = Warning("SG4002",
        "An operator is not recorded",
        "Operator '{0}' is not recorded in StateSchema.Unshipped.txt");

    public static readonly DiagnosticDescriptor StateNotRecorded = Warning("SG4003",
        "A state is not recorded",
        "{0} is new and not recorded: {1}");

    public static readonly DiagnosticDescriptor OperatorRemoved = Warning("SG4004",
        "A recorded operator is gone",
        "Operator '{0}' is recorded, but no operator has this id; record its removal, or bring it back",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor StateRemoved = Warning("SG4005",
        "A recorded state is gone",
        "{0} is recorded and gone, and its stored values will be dropped: {1}");

    public static readonly DiagnosticDescriptor LooksRenamed = Error("SG4006",
        "What is renamed must say its former name",
        "{0}: '{1}' is new and '{2}' of the same type is gone; if it is renamed, add [FormerName(\"{2}\")], because stored values would be dropped; if not, record the change");

    public static readonly DiagnosticDescriptor ChangeNotRecorded = Warning("SG4007",
        "A change of state is not recorded",
        "{0} has changed and the change is not recorded: {1}; this version and the one before read each other's state");

    public static readonly DiagnosticDescriptor ChangeIsOneWay = Warning("SG4008",
        "The version before could not read the changed state",
        "{0} has changed and the change is not recorded: {1}; stored state can be restored, but the version before could not read what this one writes, so neither a rolling upgrade nor going back is possible");

    public static readonly DiagnosticDescriptor StateCannotBeRestored = Error("SG4009",
        "The state of a shipped version could not be restored",
        "{0} could not be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor KeyTypeChanged = Error("SG4010",
        "The key of an operator must not change",
        "{0} could not be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor MapKeyTypeChanged = Error("SG4011",
        "The key of a map state must not change",
        "{0} could not be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor OperatorIdChanged = Error("SG4012",
        "The id of an operator must not change",
        "Operator '{0}' has the key and the states of the recorded operator '{1}', which is gone; under another id its state is lost");

    public static readonly DiagnosticDescriptor EnumMemberRemoved = Error("SG4013",
        "A member of an enum in state must not be removed",
        "{0} could not be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor EnumMemberRenumbered = Warning("SG4014",
        "The new number of an enum member in state is not recorded",
        "{0} has changed and the change is not recorded: {1}; stored values follow the names");

    public static readonly DiagnosticDescriptor MalformedSchemaFile = Error("SG4015",
        "A file of recorded schemas is malformed",
        "{0}: {1}");

    private const string Category = "StateGen";

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) =>
        Create(id, title, message, DiagnosticSeverity.Error, tags);

    private static DiagnosticDescriptor Warning(string id, string title, string message, params string[] tags) =>
        Create(id, title, message, DiagnosticSeverity.Warning, tags);

    private static DiagnosticDescriptor Suggestion(string id, string title, string message, params string[] tags) =>
        Create(id, title, message, DiagnosticSeverity.Info, tags);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string[] tags) => new(
        id, title, message, Category, severity, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/stategen/stategen/blob/main/docs/diagnostics/{id}.md", customTags: tags);
}
