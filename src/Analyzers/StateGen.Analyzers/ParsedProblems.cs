using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers;

/// <summary>
/// Provides the problems that the generator's parser finds in the types of one compilation. All analyzers share them, and they are released with the
/// compilation. Thread-safe: two analyzers that ask at the same time may both parse, with the same result.
/// </summary>
internal sealed class ParsedProblems
{
    private static readonly PerCompilation<ParsedProblems> Known = new(static compilation => new(compilation));

    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<Problem>> _byType = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;

    private ParsedProblems(Compilation compilation) => _compilation = compilation;

    public static ParsedProblems Of(Compilation compilation) => Known.Get(compilation);

    /// <summary>The problems of a type in user code: of an operator with its states, or of states that are declared outside an operator.</summary>
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
        property.GetAttributes().Any(attribute => KnownTypes.DeclaresState(attribute) || KnownTypes.IsTtlAttribute(attribute));
}

/// <summary>Collects every problem of one run of the parser for the analyzers.</summary>
internal sealed class CollectingReporter : IProblemReporter
{
    private readonly ImmutableArray<Problem>.Builder _problems = ImmutableArray.CreateBuilder<Problem>();

    public ImmutableArray<Problem> Problems => _problems.ToImmutable();

    public void Report(Problem problem) => _problems.Add(problem);
}
