using System.Runtime.CompilerServices;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Formats.Values.Collections;

/// <summary>
/// What the codecs of lists, sets and dictionaries have in common: which collections they admit, keep and copy. The ownership is a constant, so that a single branch is left where the methods are inlined.
/// </summary>
internal static class CollectionFormat<TCollection, TShape, TElement>
    where TCollection : class, IEnumerable<TElement>
    where TShape : struct, ICollectionShape<TCollection, TElement>
{
    /// <summary>What the codec's <see cref="ICodec{T}.Normalize"/> does.</summary>
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

    /// <summary>Checks a collection that is to be normalised.</summary>
    /// <param name="value">Any collection of the type.</param>
    /// <param name="elements">What normalisation does to its elements.</param>
    /// <param name="isCopied">Whether somebody else may change it, so that a copy takes its place.</param>
    /// <returns>Whether it stays as it is, so that its elements need only be checked.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsKept(TCollection value, Normalization elements, out bool isCopied)
    {
        Require(value);
        isCopied = TShape.Ownership == CollectionOwnership.Shared && !TShape.IsImmutable(value);
        if (isCopied && !TShape.IsExactType(value))
            ExactType.Refuse(value);
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
