using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <content>SG2xxx: unsafe use of state in the code of operators.</content>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor FieldInsteadOfState = Warning("SG2001",
        "What a callback remembers must be state",
        "'{0}' is changed by '{1}', but it is not state: all keys share it, and it is lost when the job fails, restarts or is rescaled");

    public static readonly DiagnosticDescriptor NoCurrentKey = Warning("SG2002",
        "State needs a current key",
        "{0} throws here: {1} runs without a current key, and state exists only while OnEvent or OnTimer run");
}
