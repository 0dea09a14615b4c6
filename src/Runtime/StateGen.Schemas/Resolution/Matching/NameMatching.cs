namespace StateGen.Schemas.Resolution.Matching;

/// <summary>
/// Finds the declared name for each stored name. A former name takes precedence over an equal name, so that a name can be reused after a rename. Former
/// names are only used for an item that the other side does not have under its current name. They count in both directions: an older program understands the
/// renames of a newer one.
/// </summary>
internal sealed class NameMatching
{
    private const int None = -1;

    private readonly IReadOnlyList<NamedItem> _stored;
    private readonly IReadOnlyList<NamedItem> _declared;
    private readonly int[] _storedOf;
    private readonly int[] _declaredOf;
    private readonly List<AmbiguousName> _ambiguous = [];

    private NameMatching(IReadOnlyList<NamedItem> stored, IReadOnlyList<NamedItem> declared)
    {
        _stored = stored;
        _declared = declared;
        _storedOf = Enumerable.Repeat(None, declared.Count).ToArray();
        _declaredOf = Enumerable.Repeat(None, stored.Count).ToArray();
    }

    /// <summary>Gets the names that cannot be followed, because more than one stored item matches.</summary>
    public IReadOnlyList<AmbiguousName> Ambiguous => _ambiguous;

    public static NameMatching Of(IEnumerable<NamedItem> stored, IEnumerable<NamedItem> declared)
    {
        var matching = new NameMatching([.. stored], [.. declared]);
        while (matching.MatchFormerNames())
        {
            // A matched name frees the next one: Total became Gross, and Net became Total.
        }

        matching.FindExchanged();
        matching.MatchNames();
        return matching;
    }

    private bool MatchFormerNames()
    {
        var before = _storedOf.Count(stored => stored != None);
        _ambiguous.Clear();
        MatchFormerNames(_declared, _stored, isDeclared: true);
        MatchFormerNames(_stored, _declared, isDeclared: false);
        return _storedOf.Count(stored => stored != None) > before;
    }

    /// <summary>Returns the index of the stored item for a declared item; -1 if the declared item is new.</summary>
    public int StoredOf(int declared) => _storedOf[declared];

    /// <summary>Returns the index of the declared item for a stored item; -1 if the stored item was removed.</summary>
    public int DeclaredOf(int stored) => _declaredOf[stored];

    private void MatchFormerNames(IReadOnlyList<NamedItem> items, IReadOnlyList<NamedItem> others, bool isDeclared)
    {
        for (var item = 0; item < items.Count; item++)
        {
            if (IsMatched(item, isDeclared) || (IndexOf(others, items[item].Name) is not None and var same && !IsMatched(same, !isDeclared)))
                continue;
            var candidates = Candidates(items[item], items, others, isDeclared);
            if (candidates.Count == 1)
                Match(item, candidates[0], isDeclared);
            else if (candidates.Count > 1)
                _ambiguous.Add(Ambiguity(items[item].Name, Names(others, candidates), isDeclared));
        }
    }

    private static AmbiguousName Ambiguity(string name, string others, bool isDeclared) =>
        isDeclared ? AmbiguousName.OfSeveral(others, name) : AmbiguousName.OfSeveral(name, others);

    // Prefers candidates for which there is no item of the same name.
    private List<int> Candidates(NamedItem item, IReadOnlyList<NamedItem> items, IReadOnlyList<NamedItem> others, bool isDeclared)
    {
        var found = item.FormerNames
            .Select(name => IndexOf(others, name))
            .Where(other => other != None && !IsMatched(other, !isDeclared))
            .Distinct()
            .ToList();
        var orphans = found.Where(other => IndexOf(items, others[other].Name) == None).ToList();
        return orphans.Count > 0 ? orphans : found;
    }

    private void FindExchanged()
    {
        var open = _declared.Where((item, index) => _storedOf[index] == None && IsOpen(IndexOf(_stored, item.Name))).Select(item => item.Name).ToArray();
        var exchanged = new ExchangedNames(open);
        foreach (var name in open)
        {
            if (exchanged.FindCandidates(name, _stored, _declared) is { Count: > 0 } candidates)
                _ambiguous.Add(AmbiguousName.OfExchanged(string.Join(" or ", candidates), name));
        }
    }

    private bool IsOpen(int stored) => stored != None && _declaredOf[stored] == None;

    private void MatchNames()
    {
        for (var declared = 0; declared < _declared.Count; declared++)
        {
            var stored = IndexOf(_stored, _declared[declared].Name);
            if (stored != None && _storedOf[declared] == None && _declaredOf[stored] == None)
                Match(declared, stored, isDeclared: true);
        }
    }

    private bool IsMatched(int item, bool isDeclared) => (isDeclared ? _storedOf : _declaredOf)[item] != None;

    private void Match(int item, int other, bool isDeclared)
    {
        var (declared, stored) = isDeclared ? (item, other) : (other, item);
        _storedOf[declared] = stored;
        _declaredOf[stored] = declared;
    }

    private static string Names(IReadOnlyList<NamedItem> items, IEnumerable<int> indexes) =>
        string.Join(" and ", indexes.Select(index => items[index].Name));

    private static int IndexOf(IReadOnlyList<NamedItem> items, string name)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index].Name == name)
                return index;
        }

        return None;
    }
}

/// <summary>The names of a state, or of a member of a record or enum.</summary>
internal readonly record struct NamedItem(string Name, EquatableArray<string> FormerNames);

/// <summary>A name that cannot be followed from one generation to the next.</summary>
/// <param name="Stored">The stored name; several names if more than one matches.</param>
/// <param name="Declared">The declared name; several names if more than one matches.</param>
/// <param name="Remedy">The instruction that resolves the ambiguity.</param>
internal sealed record AmbiguousName(string Stored, string Declared, string Remedy)
{
    public static AmbiguousName OfSeveral(string stored, string declared) =>
        new(stored, declared, "More than one former name matches. Keep only the correct one.");

    public static AmbiguousName OfExchanged(string stored, string declared) => new(
        stored,
        declared,
        "Names were swapped, and only one of the two versions declares it. Give one of them a third name, with [FormerName]; "
            + "if a checkpoint was already written with these former names, keep them.");
}

/// <summary>
/// Finds names that were swapped: A declares B as its former name, and B declares A, possibly through further names. A version without these declarations
/// has an item of each name, so that one item would be taken for another without notice.
/// </summary>
/// <param name="names">The names that both versions have and that are not matched yet.</param>
internal sealed class ExchangedNames(IReadOnlyList<string> names)
{
    /// <summary>Finds the possible counterparts of a name that only one version declares as swapped; empty if both versions agree.</summary>
    public IReadOnlyList<string> FindCandidates(string name, IReadOnlyList<NamedItem> stored, IReadOnlyList<NamedItem> declared)
    {
        var (isStored, isDeclared) = (IsExchanged(name, stored), IsExchanged(name, declared));
        return isStored == isDeclared ? [] : [name, .. FormerNames(name, isDeclared ? declared : stored)];
    }

    private bool IsExchanged(string name, IReadOnlyList<NamedItem> items)
    {
        var found = FormerNames(name, items).ToList();
        for (var index = 0; index < found.Count; index++)
            found.AddRange(FormerNames(found[index], items).Where(former => !found.Contains(former, StringComparer.Ordinal)).ToArray());
        return found.Contains(name, StringComparer.Ordinal);
    }

    private IEnumerable<string> FormerNames(string name, IReadOnlyList<NamedItem> items) =>
        items.First(item => item.Name == name).FormerNames.Where(former => former != name && names.Contains(former, StringComparer.Ordinal));
}
