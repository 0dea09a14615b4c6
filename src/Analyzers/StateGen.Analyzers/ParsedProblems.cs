using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers;

/// <summary>
/// What the generator's parser finds wrong in the types of one compilation, shared by all analyzers and forgotten with the compilation.
/// Thread-safe: two analyzers that ask at once may both parse, with the same result.
/// </summary>
internal sealed class ParsedProblems
{
    private static readonly PerCompilation<ParsedProblems> Known = new(static compilation => new(compilation));

    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<Problem>> _byType = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;

    private ParsedProblems(Compilation compilation) => _compilation = compilation;

    public static ParsedProblems Of(Compilation compilation) => Known.Get(compilation);

    /// <summary>The problems of a type of the user: of an operator with its states, or of state that is declared elsewhere.</summary>
    public ImmutableArray<Problem> Find(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        _byType.GetOrAdd(type, unparsed => Parse(unparsed, cancellationToken));

    private ImmutableArray<Problem> Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var reporter = new CollectingReporter();
        if (OperatorDeclaration.Find(type) is { } declaration)
            new OperatorParser(_compilation, reporter, cancellationToken).Parse(declaration);
        var strayStates = new StrayStateParser(reporter, cancellationToken);
        foreach (var property in type.GetMembers().OfType<IPropertySymbol>().Where(IsMarked))
            strayStates.Parse(property);
        return reporter.Problems;
    }

    private static bool IsMarked(IPropertySymbol property) =>
        property.GetAttributes().Any(attribute => KnownTypes.IsStateAttribute(attribute) || KnownTypes.IsTtlAttribute(attribute));
}

/// <summary>The analyzers' reporter: keeps every problem of one run of the parser.</summary>
internal sealed class CollectingReporter : IProblemReporter
{
    private readonly ImmutableArray<Problem>.Builder _problems = ImmutableArray.CreateBuilder<Problem>();

    public ImmutableArray<Problem> Problems => _problems.ToImmutable();

    public void Report(Problem problem) => _problems.Add(problem);
}
