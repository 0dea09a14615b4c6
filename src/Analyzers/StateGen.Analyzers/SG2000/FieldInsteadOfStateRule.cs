using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2001. Reports fields, auto-properties and captured parameters that callbacks change, at their declarations.</summary>
internal sealed class FieldInsteadOfStateRule() : OperatorCodeRule(DiagnosticCatalogue.FieldInsteadOfState)
{
    public override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls)
    {
        var mutations = new ConcurrentBag<FieldMutation>();
        context.RegisterOperationAction(operation => Collect(operation, operatorType, mutations), Mutation.Kinds);
        return end => Report(end, calls, mutations);
    }

    private static void Collect(OperationAnalysisContext context, INamedTypeSymbol operatorType, ConcurrentBag<FieldMutation> mutations)
    {
        foreach (var target in Mutation.TargetsOf(context.Operation))
        {
            if (FindField(target, operatorType) is { } changed && !IsCache(context.Operation) && !IsHandle(target, context.Operation))
                mutations.Add(new(changed, CallGraph.MemberOf(context.ContainingSymbol), target.Syntax.GetLocation(), IsClear(context.Operation)));
        }
    }

    private void Report(OperatorEnd context, CallGraph calls, ConcurrentBag<FieldMutation> mutations)
    {
        var run = calls.FindRunByCallbacks();
        foreach (var uses in mutations.Where(use => run.Contains(use.Member)).GroupBy(use => use.Changed, SymbolEqualityComparer.Default))
        {
            if (!IsScratch(uses))
                Report(context, uses.Key!, [.. uses.OrderBy(use => use.Location.SourceSpan.Start)]);
        }
    }

    private void Report(OperatorEnd context, ISymbol changed, FieldMutation[] uses)
    {
        var stateName = FutureState.FindName(changed, context.Compilation, context.CancellationToken);
        var none = ImmutableDictionary<string, string?>.Empty;
        var properties = stateName is null ? none : none.Add(OperatorCodeProperties.StateName, stateName);
        var locations = uses.Select(use => use.Location);
        context.ReportDiagnostic(Diagnostic.Create(Rule, changed.Locations[0], locations, properties, changed.Name, uses[0].Member.Name));
    }

    // A buffer that only one method changes, and that this method clears, carries no data from one record to the next.
    private static bool IsScratch(IEnumerable<FieldMutation> uses) =>
        uses.Any(use => use.IsClear) && uses.Select(use => use.Member).Distinct(SymbolEqualityComparer.Default).Count() == 1;

    private static bool IsClear(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Clear", Parameters.IsEmpty: true } };

    // A value that is created once and does not depend on an event is the same for every key and after every restart.
    private static bool IsCache(IOperation operation) =>
        operation is ICoalesceAssignmentOperation cache && !cache.Value.DescendantsAndSelf().Any(IsOfRecord);

    // SG2008 reports stored handles and contexts.
    private static bool IsHandle(IOperation target, IOperation operation) =>
        target.Type is { } type && (KnownTypes.IsCollection(type) || KnownTypes.IsOperatorContext(type) || KnownTypes.IsTimerService(type))
        || ValuesOf(operation).Any(value => CollectionUse.FindStreamed(value) is not null);

    private static IEnumerable<IOperation> ValuesOf(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => [assignment.Value],
        IInvocationOperation call => call.Arguments.Select(argument => argument.Value),
        _ => [],
    };

    private static bool IsOfRecord(IOperation operation) => operation switch
    {
        IParameterReferenceOperation or ILocalReferenceOperation => true,
        IPropertyReferenceOperation reference => OperatorMembers.IsState(reference.Property),
        _ => false,
    };

    private static ISymbol? FindField(IOperation target, INamedTypeSymbol operatorType)
    {
        ISymbol? symbol = target switch
        {
            IFieldReferenceOperation { Field: var field } => field.AssociatedSymbol ?? field, // The backing field of an auto-property.
            IPropertyReferenceOperation { Property: var property } when IsAuto(property) => property,
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } =>
                parameter,
            _ => null,
        };
        return symbol is not null && SymbolEqualityComparer.Default.Equals(symbol.ContainingType, operatorType) ? symbol : null;
    }

    private static bool IsAuto(IPropertySymbol property) => !OperatorMembers.IsState(property)
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}

/// <summary>A change of a field, auto-property or captured parameter of an operator.</summary>
/// <param name="Changed">The field, property or parameter.</param>
/// <param name="Member">The member whose code changes it.</param>
/// <param name="Location">The location of the change.</param>
/// <param name="IsClear">true if the change empties a collection; otherwise, false.</param>
internal sealed record FieldMutation(ISymbol Changed, ISymbol Member, Location Location, bool IsClear);
