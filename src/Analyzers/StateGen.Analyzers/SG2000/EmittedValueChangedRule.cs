using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2014. Reports emitted objects that can change, or do change, after they are emitted.</summary>
internal sealed class EmittedValueChangedRule() : LocalRule(DiagnosticCatalogue.EmittedValueChanged)
{
    protected override void Register(SymbolStartAnalysisContext context) =>
        context.RegisterOperationAction(Report, OperationKind.Invocation);

    private void Report(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call is { TargetMethod: { Name: "Emit" } method, Arguments: [{ Value: var value }] }
            && KnownTypes.IsOperatorContext(method.ContainingType) && FindChanging(OperationContext.Unwrap(value), call) is { } name)
            context.ReportDiagnostic(Diagnostic.Create(Rule, value.Syntax.GetLocation(), name));
    }

    private static string? FindChanging(IOperation value, IInvocationOperation emit) => value switch
    {
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: var field }
            when Mutation.IsMutableCollection(field.Type) && !IsEmptyArray(field) => field.Name,
        ILocalReferenceOperation { Local: { Type.IsReferenceType: true } local } when ChangesAfter(local, emit) => local.Name,
        _ => null,
    };

    // An empty array has no elements that could change.
    private static bool IsEmptyArray(IFieldSymbol field) => field is { IsReadOnly: true, Type: IArrayTypeSymbol }
        && field.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is VariableDeclaratorSyntax
        {
            Initializer.Value: CollectionExpressionSyntax { Elements.Count: 0 }
                or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" } },
        });

    private static bool ChangesAfter(ILocalSymbol local, IInvocationOperation emit) => OperationContext.RootOf(emit).Descendants()
        .Where(operation => Mutation.FindChangedObject(operation) is ILocalReferenceOperation changed
            && SymbolEqualityComparer.Default.Equals(changed.Local, local))
        .Any(change => change.Syntax.SpanStart > emit.Syntax.SpanStart
            ? !IsMadeAnew(local, emit, change) && !Branches.Part(emit, change)
            : IsInLoopOutside(local, emit, change));

    // A variable that is assigned another object in between no longer holds the emitted one.
    private static bool IsMadeAnew(ILocalSymbol local, IInvocationOperation emit, IOperation change) => OperationContext.RootOf(emit).Descendants()
        .OfType<ISimpleAssignmentOperation>()
        .Any(assignment => assignment.Target is ILocalReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Local, local)
            && assignment.Syntax.SpanStart > emit.Syntax.SpanStart && assignment.Syntax.SpanStart <= change.Syntax.SpanStart);

    // If the object is created outside a loop, the next iteration changes the object that this one has emitted.
    private static bool IsInLoopOutside(ILocalSymbol local, IInvocationOperation emit, IOperation change) => OperationContext.AncestorsOf(emit)
        .OfType<ILoopOperation>()
        .Any(loop => loop.Syntax.Span.Contains(change.Syntax.Span) && !loop.Descendants().Any(operation => Makes(operation, local)));

    private static bool Makes(IOperation operation, ILocalSymbol local) => operation switch
    {
        IVariableDeclaratorOperation declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local),
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => SymbolEqualityComparer.Default.Equals(target.Local, local),
        _ => false,
    };
}
