namespace StateGen.Schemas;

/// <summary>Creates <see cref="EquatableArray{T}"/>s.</summary>
public static class EquatableArray
{
    /// <summary>Creates an array; what a collection expression calls.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="elements">The elements, which are copied.</param>
    public static EquatableArray<T> Create<T>(ReadOnlySpan<T> elements)
        where T : IEquatable<T> => new(elements.ToArray());

    /// <summary>Creates an array from a sequence.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="elements">The elements, which are copied.</param>
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> elements)
        where T : IEquatable<T> => new(elements.ToArray());
}
