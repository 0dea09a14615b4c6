using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1023. Reports <c>[GenerateCodec]</c> for types that can have no codec, on types and on the assembly.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequestedCodecMustBePossibleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticCatalogue.ImpossibleCodec];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(symbol => Report(symbol.Symbol, symbol.Compilation, symbol.ReportDiagnostic, symbol.CancellationToken), SymbolKind.NamedType);
        context.RegisterCompilationAction(end => Report(end.Compilation.Assembly, end.Compilation, end.ReportDiagnostic, end.CancellationToken));
    }

    private static void Report(ISymbol target, Compilation compilation, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        foreach (var attribute in target.GetAttributes().Where(KnownTypes.IsGenerateCodecAttribute))
        {
            if (new CodecRequestParser(compilation, cancellationToken).FindRefusal(target, attribute) is { } refusal)
                report(Diagnostic.Create(DiagnosticCatalogue.ImpossibleCodec, Locate(attribute, cancellationToken), refusal.Path, refusal.Reason));
        }
    }

    private static Location? Locate(AttributeData attribute, CancellationToken cancellationToken)
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
        return syntax?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.GetLocation() ?? syntax?.GetLocation();
    }
}
