using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>
/// The objects that the variables of a body may refer to. A variable that one place assigns has one value everywhere. One that several places of its own
/// function assign has a value at each point of the control flow graph. One that other functions use as well has all of its values everywhere.
/// </summary>
internal sealed class Variables
{
    private readonly Dictionary<ISymbol, ValueSet> _everywhere = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, SyntaxNode> _assignedAt = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _followed = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _shared = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _read = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, ValueSet> _captures = [];
    private readonly Dictionary<BasicBlock, ImmutableDictionary<ISymbol, ValueSet>> _ends = [];

    /// <summary>Gets a value indicating whether the pass found something that the passes before did not know.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Gets or sets the values of the followed variables at the current point.</summary>
    public ImmutableDictionary<ISymbol, ValueSet> Current { get; set; } = NoValues;

    public static ImmutableDictionary<ISymbol, ValueSet> NoValues { get; } =
        ImmutableDictionary.Create<ISymbol, ValueSet>(SymbolEqualityComparer.Default);

    public void BeginPass() => HasChanged = false;

    public void MarkChanged() => HasChanged = true;

    public ValueSet Get(ISymbol variable, bool isOwn)
    {
        if (!isOwn)
            Share(variable);
        _read.Add(variable);
        return _followed.Contains(variable) ? Current.GetValueOrDefault(variable) : _everywhere.TryGetValue(variable, out var value) ? value : default;
    }

    public void Set(ISymbol variable, ValueSet value, SyntaxNode place, bool isOwn)
    {
        if (!isOwn)
            Share(variable);
        if (!_shared.Contains(variable) && IsAssignedElsewhere(variable, place) && _followed.Add(variable))
            HasChanged = true;
        if (_followed.Contains(variable))
            Current = Current.SetItem(variable, value);
        else
            Add(variable, value);
    }

    /// <summary>Adds to the values of a variable. Only if it has been read before does a further pass find more.</summary>
    public void Add(ISymbol variable, ValueSet value) => HasChanged |= Add(_everywhere, variable, value) && _read.Contains(variable);

    public ValueSet Get(CaptureId capture) => _captures.TryGetValue(capture, out var value) ? value : default;

    // A capture is read only after all of its assignments.
    public void Add(CaptureId capture, ValueSet value) => Add(_captures, capture, value);

    /// <summary>Sets <see cref="Current"/> to what may hold where the branches into a block meet.</summary>
    public void Enter(BasicBlock block)
    {
        Current = NoValues;
        foreach (var branch in block.Predecessors)
            Current = Merge(Current, _ends.TryGetValue(branch.Source, out var end) ? end : NoValues);
    }

    /// <summary>Keeps <see cref="Current"/> as what holds at the end of a block.</summary>
    public void Leave(BasicBlock block)
    {
        if (_ends.TryGetValue(block, out var known))
        {
            if (ReferenceEquals(known, Current))
                return;
            Current = Merge(known, Current);
            if (ReferenceEquals(known, Current))
                return;
        }
        else if (Current.IsEmpty)
        {
            return;
        }

        _ends[block] = Current;
        HasChanged |= IsBackwards(block.FallThroughSuccessor) || IsBackwards(block.ConditionalSuccessor);
    }

    private static bool IsBackwards(ControlFlowBranch? branch) => branch?.Destination is { } destination && destination.Ordinal <= branch.Source.Ordinal;

    private void Share(ISymbol variable)
    {
        if (!_shared.Add(variable))
            return;
        HasChanged = true;
        if (_followed.Remove(variable))
            Add(variable, Current.GetValueOrDefault(variable));
    }

    private bool IsAssignedElsewhere(ISymbol variable, SyntaxNode place)
    {
        if (_assignedAt.TryGetValue(variable, out var known))
            return known != place;
        _assignedAt.Add(variable, place);
        return false;
    }

    private static bool Add<TKey>(Dictionary<TKey, ValueSet> values, TKey key, ValueSet value)
    {
        values.TryGetValue(key, out var known);
        var union = known.Union(value);
        if (union.Equals(known))
            return false;
        values[key] = union;
        return true;
    }

    private static ImmutableDictionary<ISymbol, ValueSet> Merge(ImmutableDictionary<ISymbol, ValueSet> left, ImmutableDictionary<ISymbol, ValueSet> right)
    {
        if (left.IsEmpty || ReferenceEquals(left, right))
            return right;
        var merged = left.ToBuilder();
        foreach (var entry in right)
        {
            var known = left.GetValueOrDefault(entry.Key);
            var union = known.Union(entry.Value);
            if (!union.Equals(known) || !left.ContainsKey(entry.Key))
                merged[entry.Key] = union;
        }

        return merged.ToImmutable();
    }
}
