using System.Runtime.CompilerServices;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Formats.Values.Collections;

/// <summary>Provides the common part of the codecs of lists, sets and dictionaries: the decision which collections are admitted, kept and copied.</summary>
internal static class CollectionFormat<TCollection, TShape, TElement>
    where TCollection : class, IEnumerable<TElement>
    where TShape : struct, ICollectionShape<TCollection, TElement>
{
    /// <summary>Determines the effect of the codec's <see cref="ICodec{T}.Normalize"/>.</summary>
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

    /// <summary>Checks a collection that is to be normalized.</summary>
    /// <param name="value">Any collection of the type.</param>
    /// <param name="elements">The effect of normalization on its elements.</param>
    /// <param name="isCopied">true if other code may change the collection, so that a copy takes its place; otherwise, false.</param>
    /// <returns>true if the collection stays as it is, so that its elements need only be checked; otherwise, false.</returns>
    public static bool IsKept(TCollection value, Normalization elements, out bool isCopied)
    {
        isCopied = TShape.Ownership == CollectionOwnership.Shared && !TShape.IsImmutable(value);
        if (isCopied && !typeof(TCollection).IsInterface)
            ExactType.Require(value);
        Require(value);
        return TShape.Ownership == CollectionOwnership.Mutable || (!isCopied && elements != Normalization.Changes);
    }

    /// <summary>Creates a set or dictionary of elements that must stay distinct.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="parts">The plural noun for the parts that must be distinct.</param>
    /// <param name="name">The caller's expression for the elements.</param>
    public static TCollection Create(TElement[] elements, string parts, [CallerArgumentExpression(nameof(elements))] string? name = null)
    {
        var collection = TShape.Create(elements);
        return TShape.Count(collection) == elements.Length
            ? collection
            : throw new ArgumentException(
                $"A stored {typeof(TCollection)} has {parts} that its comparer tells apart, but the default comparer does not.",
                name);
    }
}

/// <summary>The codec of a dictionary's entries: the key, then the value.</summary>
internal readonly struct EntryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<KeyValuePair<TKey, TValue>>
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    public static Normalization Normalization => TKeyCodec.Normalization > TValueCodec.Normalization ? TKeyCodec.Normalization : TValueCodec.Normalization;

    public static KeyValuePair<TKey, TValue> Normalize(KeyValuePair<TKey, TValue> value) =>
        new(TKeyCodec.Normalize(value.Key), TValueCodec.Normalize(value.Value));

    /// <summary>Brings entries into their normal form in place.</summary>
    /// <returns>true if one of the entries may have changed; otherwise, false.</returns>
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
