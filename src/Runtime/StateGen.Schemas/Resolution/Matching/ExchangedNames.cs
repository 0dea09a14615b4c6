namespace StateGen.Schemas.Resolution.Matching;

/// <summary>
/// Finds names that were exchanged: A says that it was B, and B that it was A, or round a longer circle. To a version that does not know of it, each of
/// them has an item of its own name, and one would be taken for another without a word.
/// </summary>
/// <param name="names">The names that both versions have and that nothing else has matched.</param>
internal sealed class ExchangedNames(IReadOnlyList<string> names)
{
    /// <summary>The names that may be meant by one that one version says was exchanged, while the other does not; empty where both agree.</summary>
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
