using System.Collections;
using System.Runtime.CompilerServices;

namespace StateGen.Schemas;

/// <summary>An immutable array with value equality: arrays are equal if their elements are equal, in order. The default instance is empty.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
[CollectionBuilder(typeof(EquatableArray), nameof(EquatableArray.Create))]
public readonly struct EquatableArray<T> : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    private readonly T[]? _elements;

    internal EquatableArray(T[] elements) => _elements = elements;

    /// <summary>Gets the number of elements.</summary>
    public int Count => Elements.Length;

    private T[] Elements => _elements ?? [];

    /// <summary>Gets the element at an index, from 0.</summary>
    /// <param name="index">The index.</param>
    public T this[int index] => Elements[index];

    /// <summary>Determines whether two arrays have equal elements in the same order.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    /// <summary>Determines whether two arrays differ in an element or in the order of elements.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(EquatableArray<T> other) => Elements.SequenceEqual(other.Elements);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var element in Elements)
        {
#pragma warning disable RS0030 // The hash code lives no longer than the process: it is only used for equality in memory.
            hash = unchecked((hash * 31) + element.GetHashCode());
#pragma warning restore RS0030
        }

        return hash;
    }

    /// <summary>Enumerates the elements in order.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Creates <see cref="EquatableArray{T}"/>s.</summary>
public static class EquatableArray
{
    /// <summary>Creates an array. Called by collection expressions.</summary>
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
