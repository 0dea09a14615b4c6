using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers;
using StateGen.Generators.Tests.Analyzers;
using StateGen.Generators.Tests.Harness;
using StateGen.Schemas;

namespace StateGen.Generators.Tests.Agreement;

/// <summary>One version of a project with many operators: compiled with its generated code.</summary>
internal sealed class CompiledVersion
{
    private readonly Compilation _output;
    private readonly Dictionary<string, OperatorSchema> _schemas;

    private CompiledVersion(Compilation output, IEnumerable<SyntaxTree> generated)
    {
        _output = output;
        _schemas = generated.SelectMany(SchemasIn).ToDictionary(schema => schema.OperatorId, StringComparer.Ordinal);
    }

    public static CompiledVersion Of(IEnumerable<RandomOperator> operators)
    {
        var result = CSharpGeneratorDriver.Create([new OperatorGenerator().AsSourceGenerator()], parseOptions: CompilationFactory.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(CompilationFactory.Create([.. operators.Select(sample => sample.ToString())]), out var output, out _)
            .GetRunResult();
        var errors = output.GetDeclarationDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5);
        Assert.True(!errors.Any(), string.Join("\n", errors));
        return new(output, result.GeneratedTrees);
    }

    /// <summary>The schema that the generated code of an operator declares.</summary>
    public OperatorSchema SchemaOf(string operatorId) => _schemas[operatorId];

    /// <summary>What the rules about recorded schemas say.</summary>
    public Task<ImmutableArray<Diagnostic>> AnalyzeAsync(ImmutableArray<AdditionalText> files) => _output
        .WithAnalyzers([.. AnalyzedCode.Analyzers.OfType<SchemaAnalyzer>()], new AnalyzerOptions(files))
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    // The text that the generated code hands to OperatorSchema.Parse, as the program would.
    private static IEnumerable<OperatorSchema> SchemasIn(SyntaxTree generated) => generated.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(call => call.Expression.ToString() == "global::StateGen.Schemas.OperatorSchema.Parse")
        .Select(call => OperatorSchema.Parse(((LiteralExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Token.ValueText));
}
