using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Generators.Tests.Fixes;

/// <summary>Brings the generator into a project of a workspace.</summary>
internal sealed class GeneratorReference : AnalyzerReference
{
    // The project asks for its generator again and again and must get the same one.
    private readonly ImmutableArray<ISourceGenerator> _generators = [new OperatorGenerator().AsSourceGenerator()];

    public override string? FullPath => null;

    public override object Id => nameof(OperatorGenerator);

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

    public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

    public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => _generators;
}
