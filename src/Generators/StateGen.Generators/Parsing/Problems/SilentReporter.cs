using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Problems;

/// <summary>The generator's reporter: silent, except for problems that no analyzer would get to report.</summary>
internal sealed class SilentReporter(CancellationToken cancellationToken) : IProblemReporter
{
    private readonly List<ProblemModel> _problems = [];

    public EquatableArray<ProblemModel> Problems => _problems.ToEquatableArray();

    public void Report(Problem problem)
    {
        if (problem.HidesAnalyzers)
            _problems.Add(Describe(problem, problem.Site.Locate(cancellationToken)));
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
