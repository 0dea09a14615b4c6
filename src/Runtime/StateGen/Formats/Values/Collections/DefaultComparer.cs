namespace StateGen.Formats.Values.Collections;

/// <summary>Recognises the comparers that a restored collection has: those of the element type.</summary>
internal static class DefaultComparer
{
    public static bool Is<T>(IEqualityComparer<T>? comparer) =>
        comparer is null || comparer.Equals(EqualityComparer<T>.Default) || (typeof(T) == typeof(string) && ReferenceEquals(comparer, StringComparer.Ordinal));

    public static bool Is<T>(IComparer<T>? comparer) => comparer is null || comparer.Equals(Comparer<T>.Default);

    /// <summary>Refuses a collection whose comparer a restore would lose.</summary>
    public static void Require(bool isDefault, object collection)
    {
        if (!isDefault)
            throw new ArgumentException($"A stored {collection.GetType()} must have the default comparer of its elements, because a restore gives it no other.", nameof(collection));
    }
}
