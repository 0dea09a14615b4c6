using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Facts;

/// <summary>
/// Recognizes parts of a copy of state that no longer belong to it. A variable holds a member of the copy, or its first element; the copy receives another
/// member, or loses the element, and is assigned to the state. Only then is the part changed, and nothing else has received it.
/// </summary>
/// <param name="part">The variable that holds the part.</param>
/// <param name="state">The state.</param>
/// <param name="code">The code of the member.</param>
internal sealed class ReplacedParts(ILocalSymbol part, IPropertySymbol state, IOperation code)
{
    /// <summary>Indicates whether a change is one of a part that no longer belongs to the copy.</summary>
    public bool Contain(SyntaxNode change)
    {
        var declarator = code.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => Same(declarator.Symbol, part));
        if (declarator?.GetVariableInitializer()?.Value is not { } value || OwnerOf(OperationContext.Unwrap(value)) is not { } owner
            || declarator.Syntax.FirstAncestorOrSelf<StatementSyntax>()?.Parent is not BlockSyntax block)
            return false;
        var before = code.Descendants().OfType<IExpressionStatementOperation>()
            .Where(statement => statement.Syntax.SpanStart > declarator.Syntax.SpanStart && statement.Syntax.Span.End <= change.SpanStart
                && statement.Syntax.Parent is BlockSyntax around && block.Span.Contains(around.Span) && around.Span.Contains(change.Span)).ToArray();
        var replaced = Array.FindIndex(before, statement => Replaces(statement.Operation, OperationContext.Unwrap(value), owner));
        return replaced >= 0 && Array.FindIndex(before, replaced, statement => AssignsState(statement.Operation, owner)) > replaced
            && UsesIn(code).All(use => IsHarmless(use, change));
    }

    private static ILocalSymbol? OwnerOf(IOperation value) => value switch
    {
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol { IsIndexer: false }, Instance: { } instance } => LocalOf(instance),
        IPropertyReferenceOperation { Arguments: [{ Value: var index }], Instance: { } instance } when IsZero(index) => LocalOf(instance),
        IInvocationOperation { TargetMethod: { Name: "First", ContainingType.Name: "Enumerable" }, Arguments: [{ Value: var source }] } => LocalOf(source),
        _ => null,
    };

    private bool Replaces(IOperation statement, IOperation value, ILocalSymbol owner) => statement switch
    {
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } instance } target } assignment =>
            value is IMemberReferenceOperation { Member: not IPropertySymbol { IsIndexer: true } } member && Same(target.Member, member.Member)
                && Same(LocalOf(instance), owner) && !UsesIn(assignment.Value).Any(),
        IInvocationOperation { TargetMethod.Name: "RemoveAt", Instance: { } instance, Arguments: [{ Value: var index }] } =>
            value is not IMemberReferenceOperation { Member: not IPropertySymbol { IsIndexer: true } } && Same(LocalOf(instance), owner) && IsZero(index),
        _ => false,
    };

    private bool AssignsState(IOperation statement, ILocalSymbol owner) =>
        statement is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target, Value: var value } && Same(LocalOf(value), owner)
        && target.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().Any(reference => Same(reference.Property, state));

    // The part is only read or changed itself. What comes after the change does not matter, unless it assigns the variable.
    private static bool IsHarmless(ILocalReferenceOperation use, SyntaxNode change) => use.Parent switch
    {
        IAssignmentOperation assignment when assignment.Target == use => false,
        IInvocationOperation { Instance: { } instance } => instance == use,
        IMemberReferenceOperation { Instance: { } instance } => instance == use,
        _ => use.Syntax.SpanStart >= change.SpanStart,
    };

    private IEnumerable<ILocalReferenceOperation> UsesIn(IOperation operation) =>
        operation.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Where(use => Same(use.Local, part));

    private static ILocalSymbol? LocalOf(IOperation value) => OperationContext.Unwrap(value) is ILocalReferenceOperation { Local: var local } ? local : null;

    private static bool IsZero(IOperation index) => index.ConstantValue is { HasValue: true, Value: 0 };

    private static bool Same(ISymbol? left, ISymbol? right) => left is not null && SymbolEqualityComparer.Default.Equals(left, right);
}
