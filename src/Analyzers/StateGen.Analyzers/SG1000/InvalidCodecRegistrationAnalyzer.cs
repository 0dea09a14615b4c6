using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Problems;

namespace StateGen.Analyzers.SG1000;

/// <summary>SG1022. Reports registrations of hand-written codecs that cannot be used.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidCodecRegistrationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticCatalogue.InvalidCodecRegistration];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Report);
    }

    private static void Report(CompilationAnalysisContext context)
    {
        foreach (var (attribute, codec, reason) in UseCodecParser.FindFaults(context.Compilation))
        {
            var location = AttributeLocations.OfFirstArgument(attribute, context.CancellationToken);
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.InvalidCodecRegistration, location, codec, reason));
        }
    }
}
