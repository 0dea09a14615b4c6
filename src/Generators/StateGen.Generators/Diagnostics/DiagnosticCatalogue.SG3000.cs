using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <content>SG3xxx: state and its backend.</content>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor BackendMismatch = Error(DiagnosticIds.BackendMismatch,
        "Pipelines must use the backend that their operators require",
        "Operator '{0}' requires the backend '{1}', but the pipeline uses '{2}' and will be rejected when it starts; set Backend to a {1}");

    public static readonly DiagnosticDescriptor CollectionInValueState = Suggestion(DiagnosticIds.CollectionInValueState,
        "Use ListState or MapState for collections on a disk backend",
        "'{0}' contains {1}, which the backend reads and writes as a whole, together with all other values of the key; "
        + "use {2}, which stores each element separately",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnboundedCollectionState = Suggestion(DiagnosticIds.UnboundedCollectionState,
        "Collection state must not grow without bound",
        "Elements are added to '{0}' but never removed; remove those that are no longer needed, clear the state from a timer, or add [Ttl]");

    public static readonly DiagnosticDescriptor IneffectiveOption = Warning(DiagnosticIds.IneffectiveOption,
        "Option requires another option",
        "'{0}' requires '{1}', which is not set. {2}. Set '{1}', or remove '{0}'.");

    public static readonly DiagnosticDescriptor MissingBackendPackage = Warning(DiagnosticIds.MissingBackendPackage,
        "Reference the package that contains the backend",
        "'{0}' is in the package {1}, which the project does not reference; add it with: dotnet add package {1}");

    public static readonly DiagnosticDescriptor UnsuitableParallelism = Warning(DiagnosticIds.UnsuitableParallelism,
        "Parallelism must fit the number of key groups",
        "{0}");

    public static readonly DiagnosticDescriptor InvalidBackend = Warning(DiagnosticIds.InvalidBackend,
        "Backends must implement IStateBackend",
        "'{0}' cannot be used as a backend: {1}");

    public static readonly DiagnosticDescriptor UnusedPipeline = Warning(DiagnosticIds.UnusedPipeline,
        "Streams and pipelines must be used",
        "Nothing uses the {0} that '{1}' returns, so it is not run; pass it on, to a sink with To or to Pipeline.Combine, or remove it");
}
