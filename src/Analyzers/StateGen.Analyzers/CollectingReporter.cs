using System.Collections.Immutable;
using StateGen.Generators.Parsing.Problems;

namespace StateGen.Analyzers;

/// <summary>The analyzers' reporter: keeps every problem of one run of the parser.</summary>
internal sealed class CollectingReporter : IProblemReporter
{
    private readonly ImmutableArray<Problem>.Builder _problems = ImmutableArray.CreateBuilder<Problem>();

    public ImmutableArray<Problem> Problems => _problems.ToImmutable();

    public void Report(Problem problem) => _problems.Add(problem);
}
