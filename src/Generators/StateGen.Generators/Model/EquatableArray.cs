namespace StateGen.Generators.Model;

/// <summary>Creates <see cref="EquatableArray{T}"/>s.</summary>
internal static class EquatableArray
{
    public static EquatableArray<T> Create<T>(ReadOnlySpan<T> elements)
        where T : IEquatable<T> => new(elements.ToArray());

    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> elements)
        where T : IEquatable<T> => new(elements.ToArray());
}
