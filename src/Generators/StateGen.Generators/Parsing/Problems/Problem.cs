using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Problems;

/// <summary>A rule that the user's code breaks, and where. Holds symbols, so it must not reach a model.</summary>
/// <param name="Rule">An entry of the catalogue.</param>
/// <param name="Location">The token that must change.</param>
/// <param name="HidesAnalyzers">
/// Whether the compiler reports an error of declaration for the same mistake. It then runs no analyzer, so the generator reports the problem
/// and the analyzers must not, in the IDE, report it a second time.
/// </param>
/// <param name="Arguments">The arguments of the message.</param>
internal sealed record Problem(DiagnosticDescriptor Rule, DiagnosticLocation Location, bool HidesAnalyzers, EquatableArray<string> Arguments)
{
    /// <summary>The problem as a diagnostic at its location in the source.</summary>
    public Diagnostic ToDiagnostic(CancellationToken cancellationToken) =>
        Diagnostic.Create(Rule, Location.Locate(cancellationToken), [.. Arguments]);
}

/// <summary>
/// Receives what the parser finds wrong. The parser is the one place where the rules are: the generator runs it to emit, the analyzers
/// run it to report.
/// </summary>
internal interface IProblemReporter
{
    /// <summary>Takes a problem. Its location has not been looked up yet.</summary>
    void Report(Problem problem);
}

/// <summary>The generator's reporter: silent, except for problems that no analyzer would get to report.</summary>
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
