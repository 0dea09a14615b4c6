using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>An operation in the code of an operator.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Around">The functions around the operation.</param>
/// <param name="Block">The analysis of the member.</param>
internal readonly record struct CodeOperation(IOperation Operation, FunctionsAround Around, OperationBlockAnalysisContext Block)
{
    public ISymbol ContainingSymbol => Block.OwningSymbol;

    public Compilation Compilation => Block.Compilation;

    public CancellationToken CancellationToken => Block.CancellationToken;

    public void ReportDiagnostic(Diagnostic diagnostic) => Block.ReportDiagnostic(diagnostic);
}

/// <summary>The lambdas and local functions around an operation, and whether it is only named.</summary>
/// <param name="Function">The innermost lambda or local function; null in the member itself.</param>
/// <param name="Outer">The functions around that function; null in the member itself.</param>
/// <param name="IsInName">true if the operation is part of a <c>nameof</c> expression, which does not run it; otherwise, false.</param>
internal sealed record FunctionsAround(IOperation? Function, FunctionsAround? Outer, bool IsInName)
{
    public static FunctionsAround Member { get; } = new(null, null, false);

    /// <summary>Gets the innermost local function; null if there is none.</summary>
    public ILocalFunctionOperation? LocalFunction
    {
        get
        {
            for (var around = this; around is not null; around = around.Outer)
            {
                if (around.Function is ILocalFunctionOperation local)
                    return local;
            }

            return null;
        }
    }

    /// <summary>Gets the lambdas within the member or the innermost local function, innermost first.</summary>
    public IEnumerable<IAnonymousFunctionOperation> Lambdas
    {
        get
        {
            for (var around = this; around is { Function: not ILocalFunctionOperation }; around = around.Outer)
            {
                if (around.Function is IAnonymousFunctionOperation lambda)
                    yield return lambda;
            }
        }
    }

    /// <summary>The functions around the operations inside an operation.</summary>
    public FunctionsAround Inside(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation or ILocalFunctionOperation => new(operation, this, IsInName),
        INameOfOperation => this with { IsInName = true },
        _ => this,
    };
}

/// <summary>
/// The operations of a member by their kinds, in source order. One walk serves all rules. It keeps its place in a stack of its own, because operations may nest
/// deeper than the stack of a thread allows.
/// </summary>
internal sealed class MemberOperations
{
    private readonly Dictionary<OperationKind, List<CodeOperation>> _byKind = [];

    public MemberOperations(OperationBlockAnalysisContext context, IEnumerable<IOperation> blocks)
    {
        var open = new Stack<(IOperation Operation, FunctionsAround Around)>();
        foreach (var block in blocks.Reverse())
            open.Push((block, FunctionsAround.Member));
        while (open.Count > 0)
        {
            var (operation, around) = open.Pop();
            if (!_byKind.TryGetValue(operation.Kind, out var known))
                _byKind.Add(operation.Kind, known = []);
            known.Add(new(operation, around, context));
            var inside = around.Inside(operation);
            foreach (var child in operation.ChildOperations.Reverse())
                open.Push((child, inside));
        }
    }

    public IEnumerable<CodeOperation> OfKind(OperationKind kind) => _byKind.TryGetValue(kind, out var known) ? known : [];
}
