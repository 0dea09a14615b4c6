namespace StateGen.Serialization.Collections;

/// <summary>
/// Defines the differences between one collection type of the library and the others of its kind. <see cref="ListCodec{TList, TShape, T, TCodec}"/>,
/// <see cref="SetCodec{TSet, TShape, T, TCodec}"/> and <see cref="DictionaryCodec{TMap, TShape, TKey, TKeyCodec, TValue, TValueCodec}"/> do the rest.
/// Implemented by structs and called through type parameters, so that every call is direct.
/// </summary>
/// <typeparam name="TCollection">The collection type.</typeparam>
/// <typeparam name="TElement">The type of its elements; for a dictionary, the type of its entries.</typeparam>
public interface ICollectionShape<TCollection, TElement>
    where TCollection : class, IEnumerable<TElement>
{
    /// <summary>Gets the ownership of collections of the type: the code that can change them.</summary>
    static abstract CollectionOwnership Ownership { get; }

    /// <summary>
    /// Determines whether a collection can never change, so that it need not be copied. Called only if <see cref="Ownership"/> is
    /// <see cref="CollectionOwnership.Shared"/>.
    /// </summary>
    /// <param name="collection">Any collection of the type.</param>
    static virtual bool IsImmutable(TCollection collection) => false;

    /// <summary>
    /// Determines whether a collection is an instance of the type itself and not of a derived type, whose own members a restore would lose. Called only for
    /// classes that can be changed, or that may be views of something that can be changed.
    /// </summary>
    /// <param name="collection">Any collection of the type.</param>
    static virtual bool IsExactType(TCollection collection) => true;

    /// <summary>Determines whether a restored collection would find the same elements or keys. Called only for sets and dictionaries.</summary>
    /// <param name="collection">Any collection of the type.</param>
    static virtual bool HasDefaultComparer(TCollection collection) => true;

    /// <summary>Counts the elements.</summary>
    /// <param name="collection">Any collection of the type.</param>
    static abstract int Count(TCollection collection);

    /// <summary>
    /// Creates a collection that no other code can change, with the default comparer. Of equal elements, or of entries with equal keys, a set or dictionary
    /// keeps one.
    /// </summary>
    /// <param name="elements">The elements in the order of enumeration; the collection may keep the array.</param>
    static abstract TCollection Create(TElement[] elements);

    // These two belong to the instance, because the runtime does not find static methods whose constraint depends on a type parameter of the interface.
    // They are not inlined: the code of the codecs is shared by all classes of collections, and would take the loop in without knowing its types.

    /// <summary>Writes the elements in the order of enumeration, without the calls through interfaces that an enumeration of the interface takes.</summary>
    /// <typeparam name="TWriter">The type that writes an element.</typeparam>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <param name="collection">Any collection of the type.</param>
    /// <param name="elements">Writes an element.</param>
    void Write<TWriter>(ref MessagePackWriter writer, TCollection collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<TElement>;

    /// <summary>Reads the elements that follow a header into a new collection that no other code can change, as <see cref="Create"/> does.</summary>
    /// <typeparam name="TCodec">The codec of an element.</typeparam>
    /// <param name="reader">The reader, positioned at the first element; afterwards, behind the last one.</param>
    /// <param name="count">The number of elements that the header announces. Memory for more than the bytes left can hold is not allocated in advance.</param>
    TCollection Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<TElement>;
}

/// <summary>Writes the elements of a collection one by one.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
public interface IElementWriter<T>
{
    /// <summary>Writes an element.</summary>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <param name="element">The element.</param>
    void Write(ref MessagePackWriter writer, in T element);
}

/// <summary>Specifies the code that can change a collection after it was stored, and thus how its codec protects the stored collection.</summary>
public enum CollectionOwnership
{
    /// <summary>No code: the collection is stored as it is.</summary>
    Immutable,

    /// <summary>The owners of the collection behind a read-only view: the collection is copied, unless it is known to be immutable.</summary>
    Shared,

    /// <summary>All code that holds the collection: it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
    Mutable,
}
