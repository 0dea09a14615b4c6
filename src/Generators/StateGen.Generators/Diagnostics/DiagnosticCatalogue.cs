using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <summary>Every diagnostic of StateGen. An id is never given another meaning; <c>docs/diagnostics</c> has one page for each.</summary>
internal static class DiagnosticCatalogue
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

    public static readonly DiagnosticDescriptor WrongCodecRegistration = Error("SG1022",
        "A registered codec must fit",
        "The codec {0} cannot be used: {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    private const string Category = "StateGen";

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/stategen/stategen/blob/main/docs/diagnostics/{id}.md", customTags: tags);
}
