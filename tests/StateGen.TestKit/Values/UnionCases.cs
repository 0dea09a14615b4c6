using System.Reflection;

namespace StateGen.TestKit.Values;

/// <summary>The cases that a union declares.</summary>
internal static class UnionCases
{
    /// <summary>The cases; none if the type is no union.</summary>
    public static IReadOnlyList<(int Tag, Type Type)> Find(Type union) =>
        [.. union.GetCustomAttributes<UnionCaseAttribute>(inherit: false).Select(attribute => (attribute.Tag, attribute.Type))];
}
