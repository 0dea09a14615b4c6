using StateGen.Schemas;

namespace StateGen.Analyzers.SG4000;

/// <summary>The full metadata names by which schemas know types.</summary>
internal static class SchemaTypeNames
{
    private static readonly char[] Separators = ['.', '+'];

    /// <summary>The name without type arguments.</summary>
    public static string DefinitionOf(TypeSchema type) => TypeExpression.Parse(type.Name).Name;

    /// <summary>A former name as <c>[FormerName]</c> on a type takes it, without what both names share; null where the attribute would complete it to another one.</summary>
    public static string? Shorten(string formerName, string name)
    {
        var (container, formerContainer) = (ContainerOf(name), ContainerOf(formerName));
        var simple = formerName.Substring(formerContainer.Length);
        if (ArityOf(name) == ArityOf(formerName))
            simple = simple.Split('`')[0];
        else if (ArityOf(formerName).Length == 0)
            return null;
        return container == formerContainer ? simple : formerContainer.Length == 0 ? null : formerContainer + simple;
    }

    private static string ContainerOf(string name) => name.Substring(0, name.LastIndexOfAny(Separators) + 1);

    private static string ArityOf(string name) => name.IndexOf('`', ContainerOf(name).Length) is >= 0 and var start ? name.Substring(start) : "";
}
