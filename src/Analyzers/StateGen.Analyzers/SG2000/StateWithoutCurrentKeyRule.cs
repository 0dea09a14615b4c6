using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// SG2002. Reports accesses to state without a current key: in constructors, initializers, finalizers, <c>Dispose</c>, <c>OnOpenAsync</c>,
/// <c>OnCloseAsync</c> and <c>OnBroadcast</c>, and in methods that they call.
/// </summary>
internal sealed class StateWithoutCurrentKeyRule() : OperatorCodeRule(DiagnosticCatalogue.StateWithoutCurrentKey)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => end => Report(end, code);

    private void Report(OperatorEnd end, OperatorCode code)
    {
        var statements = new HashSet<SyntaxNode>();
        foreach (var use in code.Calls.Uses.Where(use => IsKeyless(use) && !OperatorMembers.IsKeyless(use.Used) && !code.IsDeferred(use)))
        {
            if (DescribeState(use, code) is { } state && statements.Add(Statements.Around(use.Syntax)))
                end.ReportDiagnostic(Diagnostic.Create(Rule, use.Syntax.GetLocation(), state, Describe(use.User)));
        }

        foreach (var (call, member, state) in FindCallsOfBases(end, code))
            end.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), $"'{member.Name}' uses '{state.Name}', which", "a constructor"));
    }

    private static string? DescribeState(MemberUse use, OperatorCode code) => use.DescribeState(
        code.Calls, inner => !code.IsDeferred(inner),
        state => !OperatorMembers.IsOperatorState(state) && !(OperatorMembers.IsBroadcastCallback(use.User) && OperatorMembers.IsBroadcastState(state)));

    // Only the initializer of a property runs without a key; other members call its accessors.
    private static bool IsKeyless(MemberUse use) =>
        OperatorMembers.IsKeyless(use.User) || OperatorMembers.IsBroadcastCallback(use.User) || (use.User is IPropertySymbol && IsInInitializer(use.Syntax));

    private static bool IsInInitializer(SyntaxNode expression) =>
        expression.FirstAncestorOrSelf<EqualsValueClauseSyntax>(clause => clause.Parent is PropertyDeclarationSyntax) is not null;

    private static string Describe(ISymbol user) => user switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => "a constructor",
        IMethodSymbol { MethodKind: MethodKind.Destructor } => "a finalizer",
        IMethodSymbol => $"'{user.Name}'",
        _ => "an initializer",
    };

    // The constructor of a base class calls a member that the operator overrides.
    private static IEnumerable<(IOperation Call, ISymbol Member, ISymbol State)> FindCallsOfBases(OperatorEnd end, OperatorCode code)
    {
        var overrides = code.Type.GetMembers().Where(IsOverride)
            .Select(member => (Member: member, State: FindState(member, code))).Where(entry => entry.State is not null).ToArray();
        if (overrides.Length == 0)
            yield break;
        foreach (var constructor in BaseTypes.Of(code.Type).Where(OperatorMembers.IsOperatorCode).SelectMany(type => type.InstanceConstructors))
        {
            foreach (var call in code.FindOperations(constructor, end.CancellationToken))
            {
                if (MemberCalledOn(call) is not { } called)
                    continue;
                var (member, state) = overrides.FirstOrDefault(entry => Overrides(entry.Member, called));
                if (state is not null && code.TryClaim(called))
                    yield return (call, member, state);
            }
        }
    }

    private static ISymbol? FindState(ISymbol member, OperatorCode code) =>
        code.Calls.FindState(CallGraph.MemberOf(member), static _ => true, static state => !OperatorMembers.IsOperatorState(state));

    private static bool IsOverride(ISymbol member) =>
        member.IsOverride && member is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol;

    private static ISymbol? MemberCalledOn(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: IInstanceReferenceOperation, TargetMethod: var method } => method.OriginalDefinition,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property } => property.OriginalDefinition,
        _ => null,
    };

    private static bool Overrides(ISymbol? member, ISymbol overridden)
    {
        for (; member is not null; member = member is IMethodSymbol method ? method.OverriddenMethod : (member as IPropertySymbol)?.OverriddenProperty)
        {
            if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, overridden))
                return true;
        }

        return false;
    }
}
