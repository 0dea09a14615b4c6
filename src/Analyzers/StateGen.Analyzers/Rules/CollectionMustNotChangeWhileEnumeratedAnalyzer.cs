using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Usage;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG2009. Reports loops over a map or list state that change it and go on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CollectionMustNotChangeWhileEnumeratedAnalyzer() : OperatorCodeAnalyzer(DiagnosticCatalogue.ChangedWhileEnumerated)
{
    private protected override void Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType) => context.RegisterOperationAction(Report, OperationKind.Loop);

    private void Report(OperationAnalysisContext context)
    {
        if (context.Operation is not IForEachLoopOperation loop || CollectionUse.FindStreamed(loop.Collection) is not { } state)
            return;
        var changes = loop.Body.DescendantsAndSelf().Where(operation => CollectionUse.Changes(operation, state) && !IsLast(operation, loop)).ToArray();
        if (changes.Length > 0)
            context.ReportDiagnostic(Diagnostic.Create(Rule, loop.Collection.Syntax.GetLocation(), changes.Select(change => change.Syntax.GetLocation()), state.Name));
    }

    // A loop that is left after the change does not notice it.
    private static bool IsLast(IOperation change, IForEachLoopOperation loop) => OperationContext.AncestorsOf(change)
        .TakeWhile(ancestor => ancestor != loop).OfType<IBlockOperation>()
        .Any(block => block.Operations.Any(statement => statement.Syntax.SpanStart > change.Syntax.SpanStart && Leaves(statement)));

    private static bool Leaves(IOperation statement) => statement is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break } or IExpressionStatementOperation { Operation: IThrowOperation } or IThrowOperation;
}
