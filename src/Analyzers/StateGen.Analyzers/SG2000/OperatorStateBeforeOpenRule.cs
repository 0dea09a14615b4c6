using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2018. Reports uses of operator state before the operator is open: in constructors and initializers, and in methods that they call.</summary>
internal sealed class OperatorStateBeforeOpenRule() : OperatorCodeRule(DiagnosticCatalogue.OperatorStateBeforeOpen)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => end => Report(end, code);

    private void Report(OperatorEnd end, OperatorCode code)
    {
        var statements = new HashSet<SyntaxNode>();
        foreach (var use in code.Calls.Uses.Where(use => IsBeforeOpen(use) && !code.IsDeferred(use)))
        {
            var state = use.DescribeState(code.Calls, inner => !code.IsDeferred(inner), OperatorMembers.IsOperatorState);
            if (state is not null && statements.Add(Statements.Around(use.Syntax)))
                end.ReportDiagnostic(Diagnostic.Create(Rule, use.Syntax.GetLocation(), state, Describe(use.User)));
        }
    }

    private static bool IsBeforeOpen(MemberUse use) => use.User switch
    {
        IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => true,
        IPropertySymbol => use.Syntax.FirstAncestorOrSelf<EqualsValueClauseSyntax>(clause => clause.Parent is PropertyDeclarationSyntax) is not null,
        _ => false,
    };

    private static string Describe(ISymbol user) => user is IMethodSymbol ? "a constructor" : "an initializer";
}
