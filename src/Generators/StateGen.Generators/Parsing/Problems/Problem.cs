using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Problems;

/// <summary>A violation of a rule in the user's code, with its location. It holds symbols, so it must not become part of a model.</summary>
/// <param name="Rule">The entry of the catalogue.</param>
/// <param name="Location">The token that must change.</param>
/// <param name="HidesAnalyzers">
/// true if the compiler reports a declaration error for the same mistake; otherwise, false. The compiler then runs no analyzer, so the generator reports the
/// problem, and the analyzers must not report it a second time in the IDE.
/// </param>
/// <param name="Arguments">The arguments of the message.</param>
internal sealed record Problem(DiagnosticDescriptor Rule, DiagnosticLocation Location, bool HidesAnalyzers, EquatableArray<string> Arguments)
{
    /// <summary>Converts the problem to a diagnostic at its location in the source.</summary>
    public Diagnostic ToDiagnostic(CancellationToken cancellationToken) =>
        Diagnostic.Create(Rule, Location.Locate(cancellationToken), [.. Arguments]);
}

/// <summary>
/// Receives the problems that the parser finds. Only the parser contains the rules: the generator runs it to emit code, and the analyzers run it to report
/// problems.
/// </summary>
internal interface IProblemReporter
{
    /// <summary>Receives a problem, whose location has not been looked up yet.</summary>
    void Report(Problem problem);
}

/// <summary>The reporter of the generator, which keeps only the problems that no analyzer can report.</summary>
internal sealed class SilentReporter(CancellationToken cancellationToken) : IProblemReporter
{
    private readonly List<ProblemModel> _problems = [];

    public EquatableArray<ProblemModel> Problems => _problems.ToEquatableArray();

    public void Report(Problem problem)
    {
        if (problem.HidesAnalyzers)
            _problems.Add(Describe(problem, problem.Location.Locate(cancellationToken)));
    }

    private static ProblemModel Describe(Problem problem, Location location) => new()
    {
        Rule = problem.Rule,
        Arguments = problem.Arguments,
        FilePath = location.SourceTree?.FilePath ?? "",
        Span = location.SourceSpan,
        Lines = location.GetLineSpan().Span,
    };
}
