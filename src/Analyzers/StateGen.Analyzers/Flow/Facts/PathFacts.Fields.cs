using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Values;

namespace StateGen.Analyzers.Flow.Facts;

/// <content>What earlier callbacks left in the fields of the operator.</content>
internal sealed partial class PathFacts
{
    private readonly Dictionary<ISymbol, int> _fields = new(SymbolEqualityComparer.Default);
    private readonly List<int> _fieldFacts = [];

    /// <summary>Gets the changes of fields that are not cleared before on some way to the change.</summary>
    public List<(ISymbol Field, IOperation Change)> Fills { get; } = [];

    /// <summary>Gets the assignments that give a field a new object.</summary>
    public List<(ISymbol Field, IOperation Change)> Remakes { get; } = [];

    /// <summary>Gets the fields of which the member uses what earlier callbacks left in them.</summary>
    public HashSet<ISymbol> UsedFilled { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Gets the fields that are always cleared when the member returns.</summary>
    public HashSet<ISymbol> ClearedAtExit { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Gets the calls of members with the fields that may not be cleared when they run.</summary>
    public List<(ISymbol Member, ISymbol Field)> CallsWithFilled { get; } = [];

    private void Use(UseEvent use, FactSet facts)
    {
        foreach (var origin in use.Objects.Origins)
        {
            _table.Remove(facts, OwnerOf(origin).Index, static kind => kind == FactKind.Reordered);
            if (_body.Origins[origin] is { Kind: OriginKind.Field, Symbol: { } field } && _table.Holds(facts, FactKind.Filled, origin))
                UsedFilled.Add(field);
        }
    }

    private void Fill(ChangeEvent change, Origin field, FactSet facts)
    {
        if (change.Kind == ChangeKind.Clear)
            _table.Remove(facts, field.Index, static kind => kind == FactKind.Filled);
        else if (_table.Holds(facts, FactKind.Filled, field.Index))
            Add(Fills, (field.Symbol!, change.Operation));
    }

    // A field that receives a new object is as good as cleared. One that holds a delegate may be run at any time.
    private void Store(StoreEvent store, FactSet facts)
    {
        HandOver(store.Value.Without(store.Into), facts, store.Into);
        if (store.Holder is null || !store.Into.IsEmpty || !_fields.TryGetValue(store.Holder.OriginalDefinition, out var field))
            return;
        if (Mutation.IsEmptyCollection((store.Operation as ISimpleAssignmentOperation)?.Value))
            _table.Remove(facts, field, static kind => kind == FactKind.Filled);
        else if (IsMade(store) && !Reach(store.Value).Any(index => _body.Origins[index].Kind == OriginKind.Delegate))
            Remake(store, field, facts);
        else
            Add(Fills, (_body.Origins[field].Symbol!, store.Operation));
    }

    private void Remake(StoreEvent store, int field, FactSet facts)
    {
        _table.Remove(facts, field, static kind => kind == FactKind.Filled);
        Add(Remakes, (_body.Origins[field].Symbol!, store.Operation));
    }

    private static bool IsMade(StoreEvent store) => store is { Holder.IsStatic: false, Operation: ISimpleAssignmentOperation { Type.IsReferenceType: true } }
        && store.Operation.Syntax is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BaseObjectCreationExpressionSyntax,
        };

    private void Call(CallEvent call, FactSet facts)
    {
        foreach (var fact in _fieldFacts.Where(facts.Contains))
            Add(CallsWithFilled, (call.Member, _body.Origins[_table[fact].Origin].Symbol!));
    }
}
