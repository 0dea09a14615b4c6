using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.SG2000;

/// <summary>The moment when all members of an operator were seen.</summary>
/// <param name="Compilation">The compilation of the operator.</param>
/// <param name="ReportDiagnostic">Reports what was found.</param>
/// <param name="CancellationToken">Cancels the analysis.</param>
internal readonly record struct OperatorEnd(Compilation Compilation, Action<Diagnostic> ReportDiagnostic, CancellationToken CancellationToken);
