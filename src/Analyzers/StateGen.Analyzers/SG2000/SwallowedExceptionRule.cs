using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2015. Reports handlers that swallow every exception of code that accesses state.</summary>
internal sealed class SwallowedExceptionRule() : OperatorCodeRule(DiagnosticCatalogue.SwallowedException)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code)
    {
        var handlers = new ConcurrentBag<CatchClauseSyntax>();
        context.RegisterOperationAction(operation => Collect((ICatchClauseOperation)operation.Operation, handlers), OperationKind.CatchClause);
        return end => Report(end, code.Calls, handlers);
    }

    private static void Collect(ICatchClauseOperation handler, ConcurrentBag<CatchClauseSyntax> handlers)
    {
        if (handler.Syntax is CatchClauseSyntax syntax && IsGeneral(handler.ExceptionType) && !(handler.Filter is { } filter && IsForTypes(filter))
            && !handler.Handler.Descendants().Any(operation => Throws(operation) || KeepsForLater(operation, handler)))
            handlers.Add(syntax);
    }

    private static bool IsGeneral(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Object || type.ToDisplayString() is "System.Exception" or "System.SystemException";

    // A filter that lists the expected types.
    private static bool IsForTypes(IOperation filter) => filter switch
    {
        IIsTypeOperation => true,
        IIsPatternOperation match => IsType(match.Pattern),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => IsForTypes(either.LeftOperand) && IsForTypes(either.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => IsForTypes(both.LeftOperand) || IsForTypes(both.RightOperand),
        _ => false,
    };

    private static bool IsType(IPatternOperation pattern) => pattern switch
    {
        ITypePatternOperation or IDeclarationPatternOperation => !IsGeneral(pattern.NarrowedType),
        IRecursivePatternOperation members => !IsGeneral(members.MatchedType),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => IsType(either.LeftPattern) && IsType(either.RightPattern),
        IBinaryPatternOperation both => IsType(both.LeftPattern) || IsType(both.RightPattern),
        _ => false,
    };

    private static bool Throws(IOperation operation) => operation is IThrowOperation
        || (operation is IInvocationOperation { TargetMethod: var method }
            && method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute"));

    // The handler stores the exception in a variable of the method, which can throw it after cleaning up.
    private static bool KeepsForLater(IOperation operation, ICatchClauseOperation handler) =>
        handler.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation { Symbol: var error }
        && operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Value: var value }
        && OperationContext.Unwrap(value) is ILocalReferenceOperation kept && SymbolEqualityComparer.Default.Equals(kept.Local, error);

    private void Report(OperatorEnd context, CallGraph calls, ConcurrentBag<CatchClauseSyntax> handlers)
    {
        foreach (var handler in handlers)
        {
            if (calls.Uses.FirstOrDefault(use => IsGuarded(use.Syntax, handler) && calls.FindState(use.Used) is not null) is { } use)
                context.ReportDiagnostic(Diagnostic.Create(Rule, handler.CatchKeyword.GetLocation(), calls.FindState(use.Used)!.Name));
        }
    }

    private static bool IsGuarded(SyntaxNode use, CatchClauseSyntax handler) =>
        handler.Parent is TryStatementSyntax guarded && guarded.Block.Span.Contains(use.Span) && guarded.SyntaxTree == use.SyntaxTree;
}
