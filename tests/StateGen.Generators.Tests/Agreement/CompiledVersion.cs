using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.SG4000;
using StateGen.Generators.Tests.Analyzers;
using StateGen.Schemas;
using StateGen.Serialization;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Agreement;

/// <summary>One version of a project with many operators, with what is generated for it.</summary>
internal sealed class CompiledVersion
{
    // Its other half is generated.
    private const string MissingHalf = "CS9248";

    private const string SchemaCall = "global::StateGen.Schemas.OperatorSchema.Parse(";
    private const string UpgradeCall = "new global::StateGen.Schemas.StateUpgrade<";

    private readonly Compilation _input;
    private readonly Dictionary<string, OperatorSchema> _schemas;
    private readonly ILookup<string, StateUpgrade> _upgrades;

    private CompiledVersion(Compilation input, SyntaxTree[] generated)
    {
        _input = input;
        _schemas = generated.SelectMany(tree => TextsIn(tree, SchemaCall)).Select(OperatorSchema.Parse).ToDictionary(schema => schema.OperatorId, StringComparer.Ordinal);
        _upgrades = generated.SelectMany(tree => TextsIn(tree, UpgradeCall)).ToLookup(text => OperatorSchema.Parse(text).OperatorId, StateUpgrade (text) => new StateUpgrade<Uncalled, int, IntegerCodec<int>, int, IntegerCodec<int>>(text));
    }

    /// <summary>Compiles a version, in which everything is declared well.</summary>
    public static CompiledVersion Of(IEnumerable<RandomOperator> operators)
    {
        var input = CompilationFactory.Create([.. operators.Select(sample => sample.ToString())]);
        var result = CSharpGeneratorDriver.Create([new OperatorGenerator().AsSourceGenerator()], parseOptions: CompilationFactory.ParseOptions).RunGenerators(input).GetRunResult();
        var errors = input.GetDeclarationDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != MissingHalf);
        Assert.Empty(result.Diagnostics.Concat(errors).Take(5));
        return new(input, [.. result.GeneratedTrees]);
    }

    /// <summary>The schema that the generated code of an operator declares.</summary>
    public OperatorSchema SchemaOf(string operatorId) => _schemas[operatorId];

    /// <summary>The upgrades that the generated code of an operator declares.</summary>
    public IReadOnlyList<StateUpgrade> UpgradesOf(string operatorId) => [.. _upgrades[operatorId]];

    /// <summary>What the rules about recorded schemas say. They look at what people wrote, so that generated code is left out, which takes most of the time.</summary>
    public Task<ImmutableArray<Diagnostic>> AnalyzeAsync(ImmutableArray<AdditionalText> files) => _input
        .WithAnalyzers([.. AnalyzedCode.Analyzers.OfType<SchemaAnalyzer>()], new AnalyzerOptions(files))
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    // The texts that the generated code hands to calls, as the program would. Only they are looked at: the trees are large.
    private static IEnumerable<string> TextsIn(SyntaxTree generated, string call)
    {
        var text = generated.ToString();
        for (var start = text.IndexOf(call, StringComparison.Ordinal); start >= 0; start = text.IndexOf(call, start + 1, StringComparison.Ordinal))
        {
            var arguments = generated.GetRoot().FindToken(start).Parent!.AncestorsAndSelf().Select(ArgumentsOf).First(found => found is not null)!;
            yield return ((LiteralExpressionSyntax)arguments.Arguments[0].Expression).Token.ValueText;
        }
    }

    private static ArgumentListSyntax? ArgumentsOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call => call.ArgumentList,
        ObjectCreationExpressionSyntax creation => creation.ArgumentList,
        _ => null,
    };

    // What an upgrade reads stands in its text; none is called here.
    private sealed class Uncalled : IStateUpgrade<int, int>
    {
        public static int Upgrade(int old) => old;
    }
}
