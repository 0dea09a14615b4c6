using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <content>SG3xxx: state and its backend.</content>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor WrongBackend = Warning("SG3001",
        "A pipeline must use the backend that its operators require",
        "Operator '{0}' requires '{1}', and the pipeline that runs it uses '{2}'; it is refused when it starts");

    public static readonly DiagnosticDescriptor CollectionInValue = Suggestion("SG3002",
        "A collection on disk is better a collection state",
        "'{0}' holds {1}, which the backend reads and writes as a whole, with every other value of the key; {2} keeps its elements one by one",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor StateGrows = Suggestion("SG3003",
        "A collection state must not grow for ever",
        "'{0}' is added to and nothing is ever removed from it; remove what is no longer needed, clear it by a timer, or give it a [Ttl]");

    public static readonly DiagnosticDescriptor OptionWithoutEffect = Warning("SG3004",
        "An option needs another one",
        "'{0}' is set without '{1}'. {2}.");

    public static readonly DiagnosticDescriptor MissingBackendPackage = Warning("SG3005",
        "The package of a backend must be referenced",
        "'{0}' is in the package {1}, which the project does not reference; add it: dotnet add package {1}");

    public static readonly DiagnosticDescriptor ParallelismDoesNotFit = Warning("SG3006",
        "The key groups must suffice for the parallelism",
        "{0}");

    public static readonly DiagnosticDescriptor NotABackend = Warning("SG3007",
        "A backend must implement IStateBackend",
        "'{0}' cannot be the backend here: {1}");
}
