using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2003. Reports callbacks that are async.</summary>
internal sealed class AsyncCallbackRule() : LocalRule(DiagnosticCatalogue.AsyncCallback)
{
    protected override void Register(OperatorStart context) =>
        context.RegisterSyntaxNodeAction(Report, SyntaxKind.MethodDeclaration);

    private void Report(SyntaxNodeAnalysisContext context)
    {
        var modifier = ((MethodDeclarationSyntax)context.Node).Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.AsyncKeyword));
        if (modifier != default && context.ContainingSymbol is IMethodSymbol method && OperatorMembers.IsCallback(method))
            context.ReportDiagnostic(Diagnostic.Create(Rule, modifier.GetLocation(), method.Name));
    }
}
