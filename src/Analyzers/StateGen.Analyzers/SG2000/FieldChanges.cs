using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Finds the changes of the fields of an operator that callbacks make, directly or through the members that they use. A collection that is always cleared
/// before it is filled carries nothing from one record to the next, and a value that is made once from what no record says is the same for every key.
/// </summary>
/// <param name="code">The code of the operator.</param>
/// <param name="source">The source of the compilation.</param>
/// <param name="cancellationToken">The token that cancels the analysis.</param>
internal sealed class FieldChanges(OperatorCode code, SourceCode source, CancellationToken cancellationToken)
{
    private readonly HashSet<ISymbol> _run = code.FindRun(cancellationToken);
    private readonly HashSet<ISymbol> _made = FindMade(code, static member => OperatorMembers.IsKeyless(member) && !OperatorMembers.IsLifecycle(member));
    private readonly HashSet<ISymbol> _opened = FindMade(code, OperatorMembers.IsLifecycle);

    /// <summary>Gets the fields, auto-properties and captured parameters that code run by callbacks changes, in source order.</summary>
    public IEnumerable<ISymbol> Fields => _run.SelectMany(FlowsOf).SelectMany(flow => flow.Facts.Fills.Concat(flow.Facts.Remakes))
        .Select(fill => fill.Field)
        .Where(IsField).Distinct(SymbolEqualityComparer.Default).OfType<ISymbol>().OrderBy(changed => changed.Locations[0].SourceSpan.Start).ToArray();

    /// <summary>The changes of a field that may follow one of an earlier callback.</summary>
    public List<FieldChange> Find(ISymbol field)
    {
        var (found, remakes, isUsed) = (new List<FieldChange>(), new List<FieldChange>(), false);
        var seen = new HashSet<ISymbol>(_run.Where(code.IsEntry), SymbolEqualityComparer.Default);
        var open = new Queue<ISymbol>(seen);
        while (open.Count > 0)
        {
            var member = open.Dequeue();
            var flows = FlowsOf(member).ToArray();
            found.AddRange(flows.SelectMany(flow => ChangesIn(flow, field)));
            remakes.AddRange(flows.SelectMany(flow => RemakesIn(flow, field)));
            isUsed |= flows.Any(flow => flow.Facts.UsedFilled.Contains(field));
            foreach (var used in code.UsedBy(member, cancellationToken).Where(used => !flows.Any(flow => IsClearedBefore(flow, used, field))).Where(seen.Add))
                open.Enqueue(used);
        }

        // An object that every callback makes anew before it uses it carries nothing from one record to the next.
        return [.. (isUsed ? found.Concat(remakes) : found).Distinct()];
    }

    private IEnumerable<MemberFlow> FlowsOf(ISymbol member) => code.FlowsOf(member, cancellationToken).Where(flow => !flow.IsInitializer);

    private IEnumerable<FieldChange> ChangesIn(MemberFlow flow, ISymbol field) => flow.Facts.Fills
        .Where(fill => Same(fill.Field, field) && !IsCache(fill.Change) && !IsHandle(flow, fill.Change)
            && !IsServiceCall(flow, fill.Change, field) && !IsMemo(flow, fill.Change))
        .Select(fill => new FieldChange(flow.Member, PlaceOf(fill.Change)));

    private static IEnumerable<FieldChange> RemakesIn(MemberFlow flow, ISymbol field) => flow.Facts.Remakes
        .Where(remake => Same(remake.Field, field) && !IsHandle(flow, remake.Change)).Select(remake => new FieldChange(flow.Member, PlaceOf(remake.Change)));

    private static bool IsClearedBefore(MemberFlow flow, ISymbol used, ISymbol field) =>
        flow.Body.Origins.Any(origin => origin.Kind == OriginKind.Field && Same(origin.Symbol, field))
        && flow.Events.OfType<CallEvent>().Any(call => Same(CallGraph.MemberOf(call.Member), used))
        && !flow.Facts.CallsWithFilled.Exists(call => Same(CallGraph.MemberOf(call.Member), used) && Same(call.Field, field));

    private static Location PlaceOf(IOperation change) => (change is IAssignmentOperation { Target: { } target } ? target : change).Syntax.GetLocation();

    private static bool IsCache(IOperation change) =>
        change is ISimpleAssignmentOperation { Value: { } value } && change.Syntax.IsKind(SyntaxKind.CoalesceAssignmentExpression)
        && !value.DescendantsAndSelf().Any(IsOfRecord);

    private bool IsMemo(MemberFlow flow, IOperation change) => new MemoCaches(source, flow.Body.Context.Types, cancellationToken).IsFilledBy(change);

    private static bool IsOfRecord(IOperation operation) => operation switch
    {
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => false,
        IParameterReferenceOperation or ILocalReferenceOperation => true,
        IPropertyReferenceOperation reference => OperatorMembers.IsState(reference.Property),
        _ => false,
    };

    // SG2008 reports stored handles and contexts.
    private static bool IsHandle(MemberFlow flow, IOperation change) => flow.Events.OfType<StoreEvent>()
        .Where(store => store.Operation == change).SelectMany(store => flow.Body.Reach(store.Value))
        .Any(index => flow.Body.Origins[index].Kind is OriginKind.Handle or OriginKind.Context);

    // An object that the operator was given, such as a meter or a log, keeps no data of the operator, unless it is a collection. Nor does one that it opens,
    // such as a client, as long as it is only called.
    private bool IsServiceCall(MemberFlow flow, IOperation change, ISymbol field) =>
        !_made.Contains(field) && (!_opened.Contains(field) || change is IInvocationOperation) && !IsMadeByOperator(field) && !IsCollection(TypeOf(field))
        && flow.Events.OfType<ChangeEvent>().Any(happened => happened.Operation == change);

    private static ITypeSymbol? TypeOf(ISymbol field) => field switch
    {
        IFieldSymbol { Type: var type } => type,
        IPropertySymbol { Type: var type } => type,
        IParameterSymbol { Type: var type } => type,
        _ => null,
    };

    // Others fill and drain a blocking collection.
    private static bool IsCollection(ITypeSymbol? type) =>
        type is not null && type.Name != "BlockingCollection" && (type.IsValueType || Mutation.IsMutableCollection(type));

    private static HashSet<ISymbol> FindMade(OperatorCode code, Func<ISymbol, bool> isMaker) =>
        new(code.Members.Where(flow => isMaker(flow.Member)).SelectMany(MadeBy), SymbolEqualityComparer.Default);

    // The fields to which a constructor assigns objects that it makes.
    private static IEnumerable<ISymbol> MadeBy(MemberFlow constructor) => constructor.Events.OfType<StoreEvent>()
        .Where(store => store is { Holder: not null, Value.IsEmpty: false }
            && store.Value.Origins.ToArray().All(index => constructor.Body.Origins[index] is { Kind: OriginKind.Made, Type: not null }))
        .Select(store => store.Holder!);

    private static bool IsMadeByOperator(ISymbol field) => field.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => IsNew(value),
        PropertyDeclarationSyntax { Initializer.Value: var value } => IsNew(value),
        _ => false,
    });

    private static bool IsNew(ExpressionSyntax value) =>
        value is BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax or ArrayCreationExpressionSyntax;

    private bool IsField(ISymbol symbol) => symbol switch
    {
        IFieldSymbol or IParameterSymbol => code.IsOwn(symbol.ContainingType) && TypeOf(symbol) is { } type
            && !OperatorModel.IsContext(type) && !KnownTypes.IsHandle(type),
        IPropertySymbol property => code.IsOwn(property.ContainingType) && !OperatorMembers.IsState(property) && IsAuto(property),
        _ => false,
    };

    private static bool IsAuto(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => Same(field.AssociatedSymbol, property));

    private static bool Same(ISymbol? left, ISymbol? right) => SymbolEqualityComparer.Default.Equals(left?.OriginalDefinition, right?.OriginalDefinition);
}

/// <summary>A change of a field, auto-property or captured parameter of an operator.</summary>
/// <param name="Member">The member whose code changes it.</param>
/// <param name="Location">The location of the change.</param>
internal sealed record FieldChange(ISymbol Member, Location Location);
