using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2010. Reports clocks, random numbers and hash codes in the code that callbacks run, and in key selectors.</summary>
internal sealed class NondeterministicCallbackRule() : EffectRule(DiagnosticCatalogue.NondeterministicCallback, new UnstableSources())
{
    public override Action<CodeOperation> LookAtCall => ReportKeySelector;

    protected override object?[] ArgumentsFor(string name, Effect effect) => [name, effect.Advice];

    protected override bool Matters(ExecutionContextKind context) => context != ExecutionContextKind.OtherThread;

    private void ReportKeySelector(CodeOperation context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "KeyBy" || !KnownTypes.IsEventStream(call.TargetMethod.ContainingType))
            return;
        var search = SearchIn(context.Compilation);
        foreach (var argument in call.Arguments)
        {
            foreach (var diagnostic in FindIn(argument, search, context.CancellationToken))
                context.ReportDiagnostic(diagnostic);
        }
    }

    private IEnumerable<Diagnostic> FindIn(IArgumentOperation argument, EffectSearch search, CancellationToken cancellationToken)
    {
        var selector = OperationContext.Unwrap(argument.Value);
        if (selector is ILocalReferenceOperation variable && LocalVariables.FindAssignedOnce(variable) is { } value)
            selector = value;
        if (selector is IMemberReferenceOperation and not IMethodReferenceOperation)
            return FindHeld(selector, search, cancellationToken);
        return selector.DescendantsAndSelf().Where(static operation => !OperationContext.IsInName(operation))
            .Select(operation => Describe(operation, search, static _ => false, cancellationToken)).OfType<Diagnostic>();
    }

    private IEnumerable<Diagnostic> FindHeld(IOperation selector, EffectSearch search, CancellationToken cancellationToken) =>
        Callees.HeldBy(selector, search.Code, cancellationToken).Select(function => search.Find(function, cancellationToken)).OfType<Effect>().Take(1)
            .Select(found => Diagnostic.Create(Rule, selector.Syntax.GetLocation(), ArgumentsFor($"'{found.Name}'", found)));
}
