using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators;

/// <summary>Turns a problem of the model back into a diagnostic.</summary>
internal static class ProblemEmitter
{
    public static Diagnostic ToDiagnostic(ProblemModel problem) =>
        Diagnostic.Create(problem.Rule, Location.Create(problem.FilePath, problem.Span, problem.Lines), [.. problem.Arguments]);
}
