namespace StateGen.Serialization.Collections;

/// <summary>
/// What sets one collection type of the library apart from the others of its kind: <see cref="ListCodec{TList, TShape, T, TCodec}"/>, <see cref="SetCodec{TSet, TShape, T, TCodec}"/> and
/// <see cref="DictionaryCodec{TMap, TShape, TKey, TKeyCodec, TValue, TValueCodec}"/> do the rest. Implemented by structs and called through type parameters, so that every call is direct.
/// </summary>
/// <typeparam name="TCollection">The collection type.</typeparam>
/// <typeparam name="TElement">The type of its elements; of a dictionary, that of its entries.</typeparam>
public interface ICollectionShape<TCollection, TElement>
    where TCollection : class, IEnumerable<TElement>
{
    /// <summary>Who can change a collection of the type.</summary>
    static abstract CollectionOwnership Ownership { get; }

    /// <summary>Indicates whether nobody can change a collection, so that it need not be copied. Asked only where <see cref="Ownership"/> is <see cref="CollectionOwnership.Shared"/>.</summary>
    /// <param name="collection">Any collection of the type.</param>
    static virtual bool IsImmutable(TCollection collection) => false;

    /// <summary>
    /// Indicates whether a collection is of the type itself, not of a derived one, whose own members a restore would lose. Asked only of classes that can be changed, or that may be views
    /// of what can be changed.
    /// </summary>
    /// <param name="collection">Any collection of the type.</param>
    static virtual bool IsExactType(TCollection collection) => true;

    /// <summary>Indicates whether a restored collection would find the same elements or keys. Asked only of sets and dictionaries.</summary>
    /// <param name="collection">Any collection of the type.</param>
    static virtual bool HasDefaultComparer(TCollection collection) => true;

    /// <summary>Counts the elements.</summary>
    /// <param name="collection">Any collection of the type.</param>
    static abstract int Count(TCollection collection);

    /// <summary>Creates a collection that nobody else can change, with the default comparer. Of equal elements, or entries with equal keys, a set or a dictionary keeps one.</summary>
    /// <param name="elements">The elements in the order of enumeration; the collection may keep the array.</param>
    static abstract TCollection Create(TElement[] elements);
}

/// <summary>Who can change a collection that was handed to state, and so what its codec does to keep it as it was.</summary>
public enum CollectionOwnership
{
    /// <summary>Nobody: it is kept as it is.</summary>
    Immutable,

    /// <summary>Those who hold what lies behind a read-only view: it is copied, unless it is known to be immutable.</summary>
    Shared,

    /// <summary>Everybody: it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
    Mutable,
}
