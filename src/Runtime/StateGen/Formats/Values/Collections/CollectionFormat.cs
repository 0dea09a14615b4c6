using System.Runtime.CompilerServices;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Formats.Values.Collections;

/// <summary>What the codecs of lists, sets and dictionaries have in common: which collections they admit, keep and copy.</summary>
internal static class CollectionFormat<TCollection, TShape, TElement>
    where TCollection : class, IEnumerable<TElement>
    where TShape : struct, ICollectionShape<TCollection, TElement>
{
    /// <summary>What the codec's <see cref="ICodec{T}.Normalize"/> does.</summary>
    public static Normalization NormalizationOf(Normalization elements) => TShape.Ownership switch
    {
        CollectionOwnership.Mutable => Normalization.Checks,
        CollectionOwnership.Shared => Normalization.Changes,
        _ => elements == Normalization.Changes ? Normalization.Changes : Normalization.Checks,
    };

    /// <summary>Refuses null, a mutable collection of a derived type, and a comparer that a restore would lose.</summary>
    public static void Require(TCollection value)
    {
        if (TShape.Ownership == CollectionOwnership.Mutable)
            ExactType.Require(value);
        else
            ArgumentNullException.ThrowIfNull(value);
        DefaultComparer.Require(TShape.HasDefaultComparer(value), value);
    }

    /// <summary>Checks a collection that is to be normalised.</summary>
    /// <param name="value">Any collection of the type.</param>
    /// <param name="elements">What normalisation does to its elements.</param>
    /// <param name="isCopied">Whether somebody else may change it, so that a copy takes its place.</param>
    /// <returns>Whether it stays as it is, so that its elements need only be checked.</returns>
    public static bool IsKept(TCollection value, Normalization elements, out bool isCopied)
    {
        isCopied = TShape.Ownership == CollectionOwnership.Shared && !TShape.IsImmutable(value);
        if (isCopied && !typeof(TCollection).IsInterface)
            ExactType.Require(value);
        Require(value);
        return TShape.Ownership == CollectionOwnership.Mutable || (!isCopied && elements != Normalization.Changes);
    }

    /// <summary>Creates a set or dictionary of elements that must stay different.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="parts">What must be different, in the plural.</param>
    /// <param name="name">What the caller calls the elements.</param>
    public static TCollection Create(TElement[] elements, string parts, [CallerArgumentExpression(nameof(elements))] string? name = null)
    {
        var collection = TShape.Create(elements);
        return TShape.Count(collection) == elements.Length
            ? collection
            : throw new ArgumentException($"A stored {typeof(TCollection)} has {parts} that its comparer tells apart, but the default one does not.", name);
    }
}

/// <summary>The codec of a dictionary's entries: the key, then the value.</summary>
internal readonly struct EntryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<KeyValuePair<TKey, TValue>>
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    public static Normalization Normalization => TKeyCodec.Normalization > TValueCodec.Normalization ? TKeyCodec.Normalization : TValueCodec.Normalization;

    public static KeyValuePair<TKey, TValue> Normalize(KeyValuePair<TKey, TValue> value) => new(TKeyCodec.Normalize(value.Key), TValueCodec.Normalize(value.Value));

    /// <summary>Brings entries to their normal form in place.</summary>
    /// <returns>Whether one of them may have changed.</returns>
    public static bool Normalize(KeyValuePair<TKey, TValue>[] entries)
    {
        var changed = false;
        for (var i = 0; i < entries.Length; i++)
        {
            var (key, value) = entries[i];
            entries[i] = Normalize(entries[i]);
            changed |= Elements<TKey, TKeyCodec>.IsChanged(key, entries[i].Key) || Elements<TValue, TValueCodec>.IsChanged(value, entries[i].Value);
        }

        return changed;
    }

    public static void Write(ref MessagePackWriter writer, in KeyValuePair<TKey, TValue> value)
    {
        var (key, element) = value;
        TKeyCodec.Write(ref writer, in key);
        TValueCodec.Write(ref writer, in element);
    }

    public static KeyValuePair<TKey, TValue> Read(ref MessagePackReader reader)
    {
        var key = TKeyCodec.Read(ref reader);
        return new(key, TValueCodec.Read(ref reader));
    }
}
