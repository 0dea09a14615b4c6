using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <content>SG9xxx: the analyzers themselves.</content>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor RuleFailed = Warning(DiagnosticIds.RuleFailed,
        "Rule failed",
        "{0} failed and reports nothing more in this compilation: {1}. The other rules are not affected. Please report "
        + "this defect of StateGen together with the code here.");
}
