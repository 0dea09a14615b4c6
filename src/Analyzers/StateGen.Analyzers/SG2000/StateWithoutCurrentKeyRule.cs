using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2002. Reports state that is touched where no key is current: in constructors, initializers and <c>Dispose</c>, also through methods that they call.</summary>
internal sealed class StateWithoutCurrentKeyRule() : OperatorCodeRule(DiagnosticCatalogue.StateWithoutCurrentKey)
{
    public override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls) => end => Report(end, calls);

    private void Report(OperatorEnd context, CallGraph calls)
    {
        foreach (var use in calls.Uses.Where(use => !use.IsDeferred && IsKeyless(use)))
        {
            if (use.DescribeState(calls) is { } state)
                context.ReportDiagnostic(Diagnostic.Create(Rule, use.Syntax.GetLocation(), state, Describe(use.User)));
        }
    }

    // The initializer of a property is the only code of it that runs without a key; its accessors are called by other members.
    private static bool IsKeyless(MemberUse use) => OperatorMembers.IsKeyless(use.User) || (use.User is IPropertySymbol && IsInInitializer(use.Syntax));

    private static bool IsInInitializer(SyntaxNode expression) => expression.FirstAncestorOrSelf<EqualsValueClauseSyntax>(clause => clause.Parent is PropertyDeclarationSyntax) is not null;

    private static string Describe(ISymbol user) => user switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => "a constructor",
        IMethodSymbol { MethodKind: MethodKind.Destructor } => "a finalizer",
        IMethodSymbol => $"'{user.Name}'",
        _ => "an initializer",
    };
}
