using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2003. Reports callbacks that are async.</summary>
internal sealed class AsyncCallbackRule() : FlowRule(DiagnosticCatalogue.AsyncCallback)
{
    public override IEnumerable<Diagnostic> Find(MemberFlow flow)
    {
        if (flow.Member is not IMethodSymbol { IsAsync: true } method || !OperatorMembers.IsCallback(method))
            return [];
        return method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<MethodDeclarationSyntax>()
            .SelectMany(declaration => declaration.Modifiers).Where(modifier => modifier.IsKind(SyntaxKind.AsyncKeyword))
            .Select(modifier => Diagnostic.Create(Rule, modifier.GetLocation(), method.Name));
    }
}
