using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Represents a rule that reports effects in the code that callbacks run. In the callbacks and in the members of operators that they use, the effect itself
/// is
/// reported. An effect of another class is reported at the call in the operator, however deep it is.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="kind">The kind of effect.</param>
internal abstract class EffectRule(DiagnosticDescriptor rule, EffectKind kind) : OperatorCodeRule(rule)
{
    private readonly PerCompilation<EffectSearch> _searches = new(compilation => new(SourceCode.Of(compilation), kind));

    public sealed override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code)
    {
        var uses = new ConcurrentBag<EffectUse>();
        context.RegisterOperationAction(operation => Collect(operation, uses), [.. Callees.Kinds]);
        return end => Report(end, code, uses);
    }

    /// <summary>The message arguments for an effect.</summary>
    /// <param name="name">The effect, as the beginning of a sentence.</param>
    /// <param name="effect">The effect.</param>
    protected abstract object?[] ArgumentsFor(string name, Effect effect);

    /// <summary>Indicates whether the effect matters in code that runs in the given way.</summary>
    protected abstract bool Matters(ExecutionContextKind context);

    protected EffectSearch SearchIn(Compilation compilation) => _searches.Get(compilation);

    /// <summary>The diagnostic for an operation that has the effect, or that runs code of another class that has it; null if it does neither.</summary>
    protected Diagnostic? Describe(IOperation operation, EffectSearch search, Func<IMethodSymbol, bool> isOwn, CancellationToken cancellationToken)
    {
        if (search.FindDirect(operation, cancellationToken) is { } effect)
            return Diagnostic.Create(Rule, operation.Syntax.GetLocation(), ArgumentsFor($"'{effect.Name}'", effect));
        foreach (var called in Callees.Of(operation, search.Code, cancellationToken).Where(called => !isOwn(called)))
        {
            if (search.Find(called, cancellationToken) is { } found)
                return Diagnostic.Create(Rule, operation.Syntax.GetLocation(),
                    ArgumentsFor($"'{NameOf(called, operation)}' uses '{found.Name}', which", found));
        }

        return null;
    }

    private static string NameOf(IMethodSymbol called, IOperation operation) => called.MethodKind != MethodKind.AnonymousFunction ? SymbolNames.Short(called)
        : operation is IInvocationOperation { Instance: IMemberReferenceOperation reference } ? reference.Member.Name : "The delegate";

    private static void Collect(CodeOperation context, ConcurrentBag<EffectUse> uses)
    {
        var operation = context.Operation;
        if (!MayMatter(operation))
            return;
        if (!context.Around.IsInName)
            uses.Add(new(CallGraph.MemberOf(context.ContainingSymbol), operation, context.Around));
    }

    // Only an operator or conversion that is written in source runs code, and only a field with a generator is a source.
    private static bool MayMatter(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Field.Type.Name: var type } => type == "Random",
        IConversionOperation { OperatorMethod: var method } => method is not null,
        IBinaryOperation { OperatorMethod: var method } => method is not null,
        IUnaryOperation { OperatorMethod: var method } => method is not null,
        _ => true,
    };

    private void Report(OperatorEnd context, OperatorCode code, ConcurrentBag<EffectUse> uses)
    {
        var search = SearchIn(context.Compilation);
        var run = code.FindRunInPlace(context.CancellationToken);
        foreach (var use in uses.Where(use => run.Contains(use.Member) && Matters(code.Contexts.Of(use.Around))))
            Report(use.Operation, context, code, search);
        foreach (var inherited in run.Where(member =>
            !SymbolEqualityComparer.Default.Equals(member.ContainingType?.OriginalDefinition, code.Type.OriginalDefinition)))
        {
            foreach (var operation in MethodsOf(inherited).SelectMany(method => search.Code.BodiesOf(method, context.CancellationToken))
                .SelectMany(Callees.RunBy))
                Report(operation, context, code, search);
        }
    }

    private void Report(IOperation operation, OperatorEnd context, OperatorCode code, EffectSearch search)
    {
        if (Describe(operation, search, called => IsOwn(called, code), context.CancellationToken) is { } diagnostic && code.TryClaim(Rule, operation.Syntax))
            context.ReportDiagnostic(diagnostic);
    }

    // A lambda in a field has no place in the callbacks, so it counts where it is called.
    private static bool IsOwn(IMethodSymbol called, OperatorCode code) => called.MethodKind != MethodKind.AnonymousFunction
        && code.IsOwn(called.ContainingType);

    private static IEnumerable<IMethodSymbol> MethodsOf(ISymbol member) => member switch
    {
        IMethodSymbol method => [method.PartialImplementationPart ?? method],
        IPropertySymbol property => new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>(),
        _ => [],
    };

    private sealed record EffectUse(ISymbol Member, IOperation Operation, FunctionsAround Around);
}
