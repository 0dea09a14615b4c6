using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// SG2002. Reports accesses to state without a current key: in constructors, initializers, finalizers and <c>Dispose</c>, and in methods that they call.
/// </summary>
internal sealed class StateWithoutCurrentKeyRule() : OperatorCodeRule(DiagnosticCatalogue.StateWithoutCurrentKey)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) =>
        end => Report(end, code.Calls);

    private void Report(OperatorEnd context, CallGraph calls)
    {
        foreach (var use in calls.Uses.Where(use => !use.IsDeferred && IsKeyless(use)))
        {
            if (use.DescribeState(calls) is { } state)
                context.ReportDiagnostic(Diagnostic.Create(Rule, use.Syntax.GetLocation(), state, Describe(use.User)));
        }
    }

    // Only the initializer of a property runs without a key; other members call its accessors.
    private static bool IsKeyless(MemberUse use) =>
        OperatorMembers.IsKeyless(use.User) || (use.User is IPropertySymbol && IsInInitializer(use.Syntax));

    private static bool IsInInitializer(SyntaxNode expression) =>
        expression.FirstAncestorOrSelf<EqualsValueClauseSyntax>(clause => clause.Parent is PropertyDeclarationSyntax) is not null;

    private static string Describe(ISymbol user) => user switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => "a constructor",
        IMethodSymbol { MethodKind: MethodKind.Destructor } => "a finalizer",
        IMethodSymbol => $"'{user.Name}'",
        _ => "an initializer",
    };
}
