using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG3000;

/// <summary>SG3005. Reports names of backends whose package is not referenced. If the package is referenced, the rule costs nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingBackendPackageAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.MissingBackendPackage)
{
    private const string Package = "StateGen.RocksDb";

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypesByMetadataName($"{Package}.RocksDbBackend").IsEmpty)
            context.RegisterSyntaxNodeAction(Report, SyntaxKind.IdentifierName);
    }

    private static void Report(SyntaxNodeAnalysisContext context)
    {
        var name = (IdentifierNameSyntax)context.Node;
        if (name.Identifier.ValueText is "RocksDbBackend" or "RocksDbOptions" && MayBeType(name, context.SemanticModel)
            && IsUnknown(context.SemanticModel.GetSymbolInfo(name, context.CancellationToken)))
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.MissingBackendPackage, name.GetLocation(), name.Identifier.ValueText, Package));
    }

    // The name of an alias is not a type name, and neither is a member of a value; if the value is dynamic, the member is resolved only at run time.
    private static bool MayBeType(IdentifierNameSyntax name, SemanticModel model) => name.Parent switch
    {
        NameEqualsSyntax or MemberBindingExpressionSyntax => false,
        MemberAccessExpressionSyntax access when access.Name == name => model.GetTypeInfo(access.Expression).Type is null or { TypeKind: TypeKind.Error },
        _ => true,
    };

    private static bool IsUnknown(SymbolInfo info) => info is { Symbol: null, CandidateSymbols.IsEmpty: true };
}
