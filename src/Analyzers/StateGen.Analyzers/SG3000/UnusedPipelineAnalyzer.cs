using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>
/// SG3008. Reports calls that return a stream or a pipeline that nothing uses: their result is dropped, or is the value of a variable that is never used.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedPipelineAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.UnusedPipeline)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        context.RegisterOperationAction(statement => ReportDropped(statement), OperationKind.ExpressionStatement);
        context.RegisterOperationAction(declarator => ReportUnused(declarator), OperationKind.VariableDeclarator);
    }

    // The body of a lambda that returns nothing is a statement, too, but its author may want only the exception.
    private static void ReportDropped(OperationAnalysisContext context)
    {
        if (context.Operation is IExpressionStatementOperation { Syntax: ExpressionStatementSyntax, Operation: var value })
            Report(context, value, at: null);
    }

    private static void ReportUnused(OperationAnalysisContext context)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (declarator is { Syntax: VariableDeclaratorSyntax syntax } && declarator.GetVariableInitializer()?.Value is { } value
            && KnownTypes.IsPartOfPipeline(declarator.Symbol.Type) && !LocalVariables.UsesOf(declarator.Symbol, declarator).Any())
            Report(context, value, syntax.Identifier.GetLocation());
    }

    private static void Report(OperationAnalysisContext context, IOperation value, Location? at)
    {
        var call = OperationContext.Unwrap(value) as IInvocationOperation;
        if (call is null || !KnownTypes.IsPartOfPipeline(call.Type))
            return;
        var kind = KnownTypes.IsRunnablePipeline(call.Type!) ? "pipeline" : "stream";
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.UnusedPipeline, at ?? NameOf(call), kind, call.TargetMethod.Name));
    }

    private static Location NameOf(IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } } => name.GetLocation(),
        var syntax => syntax.GetLocation(),
    };
}
