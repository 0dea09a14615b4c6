using System.Runtime.CompilerServices;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Formats.Values.Collections;

/// <summary>
/// Provides the common part of the codecs of lists, sets and dictionaries: the decision which collections are admitted, kept and copied. The ownership is a
/// constant, so a single branch remains where the methods are inlined.
/// </summary>
internal static class CollectionFormat<TCollection, TShape, TElement>
    where TCollection : class, IEnumerable<TElement>
    where TShape : struct, ICollectionShape<TCollection, TElement>
{
    /// <summary>Determines the effect of the codec's <see cref="ICodec{T}.Normalize"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Normalization NormalizationOf(Normalization elements) => TShape.Ownership switch
    {
        CollectionOwnership.Mutable => Normalization.Checks,
        CollectionOwnership.Shared => Normalization.Changes,
        _ => elements == Normalization.Changes ? Normalization.Changes : Normalization.Checks,
    };

    /// <summary>Refuses null, a mutable collection of a derived type, and a comparer that a restore would lose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require(TCollection value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (TShape.Ownership == CollectionOwnership.Mutable && !TShape.IsExactType(value))
            ExactType.Refuse(value);
        DefaultComparer.Require(TShape.HasDefaultComparer(value), value);
    }

    /// <summary>Checks a collection that is to be normalized.</summary>
    /// <param name="value">Any collection of the type.</param>
    /// <param name="elements">The effect of normalization on its elements.</param>
    /// <param name="isCopied">true if other code may change the collection, so that a copy takes its place; otherwise, false.</param>
    /// <returns>true if the collection stays as it is, so that its elements need only be checked; otherwise, false.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsKept(TCollection value, Normalization elements, out bool isCopied)
    {
        Require(value);
        isCopied = TShape.Ownership == CollectionOwnership.Shared && !TShape.IsImmutable(value);
        if (isCopied && !TShape.IsExactType(value))
            ExactType.Refuse(value);
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
