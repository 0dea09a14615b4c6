using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG1000;

/// <summary>SG1023. Reports <c>[GenerateCodec]</c>, on a type or on the assembly, for types that cannot have a codec.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsupportedCodecRequestAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.UnsupportedCodecRequest)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        context.RegisterSymbolAction(
            symbol => Report(symbol.Symbol, symbol.Compilation, symbol.ReportDiagnostic, symbol.CancellationToken), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => Report(end.Compilation.Assembly, end.Compilation, end.ReportDiagnostic, end.CancellationToken));
    }

    private static void Report(ISymbol target, Compilation compilation, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        foreach (var attribute in target.GetAttributes().Where(KnownTypes.IsGenerateCodecAttribute))
        {
            if (new CodecRequestParser(compilation, cancellationToken).FindRefusal(target, attribute) is { } refusal)
            {
                var location = AttributeLocations.OfFirstArgument(attribute, cancellationToken);
                report(Diagnostic.Create(DiagnosticCatalogue.UnsupportedCodecRequest, location, refusal.Path, refusal.Reason));
            }
        }
    }
}
