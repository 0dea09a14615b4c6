using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <content>SG3xxx: state and its backend.</content>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor OptionWithoutEffect = Warning("SG3004",
        "An option needs another one",
        "'{0}' is set without '{1}'. {2}.");

    public static readonly DiagnosticDescriptor ParallelismDoesNotFit = Warning("SG3006",
        "The key groups must suffice for the parallelism",
        "{0}");
}
