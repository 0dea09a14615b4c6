using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow.Values;

namespace StateGen.Analyzers.Flow.Facts;

/// <summary>The facts that may hold somewhere in a member, each with an index of its own. Sets of facts hold the indexes.</summary>
/// <param name="origins">The number of origins of the member.</param>
internal sealed class FactTable(int origins)
{
    private readonly List<Fact> _facts = [];
    private readonly Dictionary<(FactKind Kind, SyntaxNode Place, int Origin), int> _known = [];
    private readonly HashSet<int>?[] _byOrigin = new HashSet<int>?[origins];

    public Fact this[int fact] => _facts[fact];

    /// <summary>The facts about an origin.</summary>
    public HashSet<int> Of(int origin) => _byOrigin[origin] ?? [];

    /// <summary>The facts of a kind about an origin that a set contains.</summary>
    public IEnumerable<int> HeldBy(FactSet facts, FactKind kind, int origin) =>
        Of(origin).Where(fact => _facts[fact].Kind == kind && facts.Contains(fact));

    /// <summary>Indicates whether a set contains a fact of a kind about an origin.</summary>
    public bool Holds(FactSet facts, FactKind kind, int origin) => HeldBy(facts, kind, origin).Any();

    /// <summary>Removes the facts of some kinds about an origin from a set.</summary>
    public void Remove(FactSet facts, int origin, Func<FactKind, bool> isMeant)
    {
        foreach (var fact in Of(origin))
        {
            if (isMeant(_facts[fact].Kind))
                facts.Remove(fact);
        }
    }

    /// <summary>Adds a fact to a set.</summary>
    /// <returns>The index of the fact; -1 if it has no place and is not added.</returns>
    public int Add(
        FactSet facts, FactKind kind, SyntaxNode? place, IOperation? operation, int origin, ChangeKind change = default, IPropertySymbol? state = null)
    {
        if (place is null)
            return -1;
        if (!_known.TryGetValue((kind, place, origin), out var fact))
        {
            _known.Add((kind, place, origin), fact = _facts.Count);
            _facts.Add(new(kind, operation, origin, change, state));
            (_byOrigin[origin] ??= []).Add(fact);
        }

        facts.Add(fact);
        return fact;
    }
}
