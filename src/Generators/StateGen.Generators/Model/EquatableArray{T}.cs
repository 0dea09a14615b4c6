using System.Collections;
using System.Runtime.CompilerServices;

namespace StateGen.Generators.Model;

/// <summary>An immutable array that is equal when its elements are, so that a model that holds it can be compared by the driver.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
[CollectionBuilder(typeof(EquatableArray), nameof(EquatableArray.Create))]
internal readonly struct EquatableArray<T> : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    private readonly T[]? _elements;

    public EquatableArray(T[] elements) => _elements = elements;

    public int Count => Elements.Length;

    private T[] Elements => _elements ?? [];

    public T this[int index] => Elements[index];

    public bool Equals(EquatableArray<T> other) => Elements.AsSpan().SequenceEqual(other.Elements);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var element in Elements)
            hash = unchecked((hash * 31) + element.GetHashCode());
        return hash;
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
