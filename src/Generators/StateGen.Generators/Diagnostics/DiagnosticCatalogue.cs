using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <summary>The diagnostics of StateGen. The meaning of an id never changes; <c>docs/diagnostics</c> has a page for each.</summary>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor OperatorNotPartial = Error(DiagnosticIds.OperatorNotPartial,
        "Operators and their containing types must be partial",
        "The generator adds code to '{0}'; declare it partial");

    public static readonly DiagnosticDescriptor NotKeyedOperator = Error(DiagnosticIds.NotKeyedOperator,
        "Operators must derive from KeyedOperator",
        "'{0}' is marked with [Operator] but does not derive from KeyedOperator<TKey, TIn, TOut>{1}; derive from it, or remove [Operator]");

    public static readonly DiagnosticDescriptor StateNotPartial = Error(DiagnosticIds.StateNotPartial,
        "State properties must be partial and have no body",
        "The generator writes the accessors of state property '{0}'; declare it partial and remove its body");

    public static readonly DiagnosticDescriptor WrongStateAccessors = Error(DiagnosticIds.WrongStateAccessors,
        "State accessors must match the kind of state",
        "The accessors of state property '{0}' do not match its kind of state; declare it with {1}");

    public static readonly DiagnosticDescriptor StaticState = Error(DiagnosticIds.StaticState,
        "State properties must not be static",
        "State property '{0}' must not be static because state belongs to the key that an operator instance is processing; remove the modifier");

    public static readonly DiagnosticDescriptor StateOutsideOperator = Error(DiagnosticIds.StateOutsideOperator,
        "State must be declared in the operator class itself",
        "State property '{0}' is declared in '{1}', which is not marked with [Operator]; declare state only in operator classes");

    public static readonly DiagnosticDescriptor DuplicateStateName = Error(DiagnosticIds.DuplicateStateName,
        "State names must be unique within an operator",
        "Operator '{0}' already has a state named '{1}'; give this state another name");

    public static readonly DiagnosticDescriptor MissingOperatorId = Error(DiagnosticIds.MissingOperatorId,
        "Operators must have an id",
        "Operator '{0}' has no id; pass a stable, non-empty id to [Operator] because checkpoints store the operator's state under it");

    public static readonly DiagnosticDescriptor UnsupportedStateType = Error(DiagnosticIds.UnsupportedStateType,
        "State type is not supported",
        "State '{0}' cannot hold {1}: {2}");

    public static readonly DiagnosticDescriptor MutableStateType = Error(DiagnosticIds.MutableStateType,
        "State types must be immutable unless the state is copied",
        "State '{0}' cannot hold {1}: {2}");

    public static readonly DiagnosticDescriptor InvalidTtl = Error(DiagnosticIds.InvalidTtl,
        "Time to live must be valid and belong to a state",
        "The time to live of '{0}' {1}");

    public static readonly DiagnosticDescriptor StateInitializer = Error(DiagnosticIds.StateInitializer,
        "State properties cannot have initializers",
        "State property '{0}' cannot have an initializer because the state of every key starts empty. Remove the "
        + "initializer; to start with another value, make a value state nullable and use '??' where you read it.");

    public static readonly DiagnosticDescriptor UnsupportedKeyType = Error(DiagnosticIds.UnsupportedKeyType,
        "Key type is not supported",
        "The key of {0} cannot use {1}: {2}");

    public static readonly DiagnosticDescriptor StateNotNullable = Error(DiagnosticIds.StateNotNullable,
        "Value states of reference types must be nullable",
        "State property '{0}' is null for every key that has not set it; declare it as '{1}?'");

    public static readonly DiagnosticDescriptor FileLocalType = Error(DiagnosticIds.FileLocalType,
        "Operators and state cannot use file-local types",
        "'{0}' is file-local, so generated code cannot refer to it; make it internal or public");

    public static readonly DiagnosticDescriptor DuplicateOperatorId = Error(DiagnosticIds.DuplicateOperatorId,
        "Operator ids must be unique within an assembly",
        "Operator '{1}' has the same id '{2}' as operator '{0}' {3}; give the new operator another id",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor OperatorDerivesFromOperator = Error(DiagnosticIds.OperatorDerivesFromOperator,
        "Operators cannot derive from other operators",
        "Operator '{0}' derives from operator '{1}' {2} and would replace its state; move the shared logic to a base class without [Operator]");

    public static readonly DiagnosticDescriptor ReservedMember = Error(DiagnosticIds.ReservedMember,
        "Operators must not declare members that the generator writes",
        "The generator writes the member '{0}' of operator '{1}'; remove this declaration");

    public static readonly DiagnosticDescriptor EmptyStateName = Error(DiagnosticIds.EmptyStateName,
        "State names must not be empty",
        "The name of state property '{0}' is empty; remove Name to use the property name, or set another name");

    public static readonly DiagnosticDescriptor StateNotPlainProperty = Error(DiagnosticIds.StateNotPlainProperty,
        "State properties must not be indexers or return by reference",
        "State property '{0}' must not {1}");

    public static readonly DiagnosticDescriptor InvalidUpgrade = Error(DiagnosticIds.InvalidUpgrade,
        "Upgrades must convert to the type of their state",
        "'{0}' cannot upgrade state '{1}': {2}");

    public static readonly DiagnosticDescriptor InvalidCodecRegistration = Error(DiagnosticIds.InvalidCodecRegistration,
        "Registered codec cannot be used",
        "The codec {0} cannot be used: {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnsupportedCodecRequest = Error(DiagnosticIds.UnsupportedCodecRequest,
        "Codec cannot be generated for the requested type",
        "No codec can be generated for {0}: {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor RepeatedOperatorId = Warning(DiagnosticIds.RepeatedOperatorId,
        "Each use of an operator in a pipeline needs its own id",
        "The pipeline already uses the operator id '{0}', under which checkpoints store state; give this use another id: Process(..., id: \"...\")");

    public static readonly DiagnosticDescriptor BroadcastStateWithoutInput = Error(DiagnosticIds.BroadcastStateWithoutInput,
        "Broadcast state needs an operator with a broadcast input",
        "Broadcast state '{0}' can never be written because operator '{1}' has no broadcast input; derive it from KeyedBroadcastOperator, or use a MapState");

    public static readonly DiagnosticDescriptor ReducerKeepsData = Warning(DiagnosticIds.ReducerKeepsData,
        "Reducers and aggregators must not keep data",
        "'{0}' of state '{1}' keeps data in '{2}', which all keys and subtasks share and no checkpoint contains; move the data into the accumulator");

    public static readonly DiagnosticDescriptor WrongOperatorState = Error(DiagnosticIds.WrongOperatorState,
        "Operator state must be an OperatorListState marked with [OperatorState] alone",
        "State '{0}' {1}");

    public static readonly DiagnosticDescriptor MissingSchemaFiles = Suggestion(DiagnosticIds.MissingSchemaFiles,
        "Record the state of operators",
        "The state of operator '{0}' is not recorded, so the compiler cannot check that later versions can still read it; add "
        + "StateSchema.Shipped.txt and StateSchema.Unshipped.txt to the project with the fix in the editor or with 'stategen schema init'");

    public static readonly DiagnosticDescriptor UnrecordedOperator = Warning(DiagnosticIds.UnrecordedOperator,
        "Record new operators",
        "Operator '{0}' is not recorded; record it in StateSchema.Unshipped.txt");

    public static readonly DiagnosticDescriptor UnrecordedState = Warning(DiagnosticIds.UnrecordedState,
        "Record new state",
        "{0} is new but not recorded ({1}); record it in StateSchema.Unshipped.txt");

    public static readonly DiagnosticDescriptor UnrecordedOperatorRemoval = Warning(DiagnosticIds.UnrecordedOperatorRemoval,
        "Record the removal of an operator",
        "Operator '{0}' is recorded, but the project has no operator with this id; bring it back or record its removal",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnrecordedStateRemoval = Warning(DiagnosticIds.UnrecordedStateRemoval,
        "Record the removal of state",
        "{0} was removed ({1}), so its stored values will be dropped; bring the state back or record its removal");

    public static readonly DiagnosticDescriptor MissingFormerName = Error(DiagnosticIds.MissingFormerName,
        "Renamed state needs [FormerName]",
        "{0}: '{1}' is new, and '{2}' of the same type was removed. If this is a rename, add "
        + "[FormerName(\"{2}\")] to keep the stored values; otherwise record the change.");

    public static readonly DiagnosticDescriptor UnrecordedChange = Warning(DiagnosticIds.UnrecordedChange,
        "Record changes to state",
        "{0} has an unrecorded change: {1}. This version and the previous one can read each other's state; record the change.");

    public static readonly DiagnosticDescriptor UnrecordedOneWayChange = Warning(DiagnosticIds.UnrecordedOneWayChange,
        "Previous version cannot read the changed state",
        "{0} has an unrecorded change: {1}. Stored state can be restored, but the previous version cannot read what this version "
        + "writes, so neither a rolling upgrade nor a rollback is possible; record the change to accept this.");

    public static readonly DiagnosticDescriptor UnrestorableState = Error(DiagnosticIds.UnrestorableState,
        "State of a shipped version cannot be restored",
        "{0} cannot be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor ChangedKeyType = Error(DiagnosticIds.ChangedKeyType,
        "Operator keys must not change",
        "{0} cannot be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor ChangedMapKeyType = Error(DiagnosticIds.ChangedMapKeyType,
        "Map state keys must not change",
        "{0} cannot be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor ChangedOperatorId = Error(DiagnosticIds.ChangedOperatorId,
        "Operator ids must not change",
        "Operator '{0}' has the same key and states as the recorded operator '{1}', which no longer exists. If you changed the "
        + "id, change it back, or the state is lost; otherwise record the removal and the new operator.");

    public static readonly DiagnosticDescriptor ChangedTtlClock = Error(DiagnosticIds.ChangedTtlClock,
        "The clock of a time to live must not change",
        "{0} cannot be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor RemovedEnumMember = Error(DiagnosticIds.RemovedEnumMember,
        "Enum members in state must not be removed",
        "{0} cannot be restored: {1}. {2}");

    public static readonly DiagnosticDescriptor RenumberedEnumMember = Warning(DiagnosticIds.RenumberedEnumMember,
        "Record new numbers of enum members in state",
        "{0} has an unrecorded change: {1}. Stored values follow the names of the members; record the change.");

    public static readonly DiagnosticDescriptor MalformedSchemaFile = Error(DiagnosticIds.MalformedSchemaFile,
        "Schema file is malformed",
        "{0} is malformed: {1}; correct the line");

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
