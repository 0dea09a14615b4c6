using System.Buffers;
using System.Runtime.CompilerServices;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Formats.Values.Collections;

/// <summary>
/// Writes the entries of a set or map, which have no order of their own, and brings them into the order of their bytes, so that equal sets give equal bytes.
/// Dispose this once to return the pooled array.
/// </summary>
/// <typeparam name="T">The type of the elements of a set, or of the entries of a map.</typeparam>
/// <typeparam name="TCodec">The codec that writes one of them.</typeparam>
internal struct SortedEntries<T, TCodec> : IElementWriter<T>, IDisposable
    where TCodec : ICodec<T>
{
    // The start of each entry, and the end of the last one, counted from the start of the first.
    private readonly int[] _starts;
    private readonly int _origin;
    private int _count;

    public SortedEntries(int count, int origin)
    {
        _origin = origin;
        _starts = ArrayPool<int>.Shared.Rent(count + 1);
        _starts[0] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ref MessagePackWriter writer, in T element)
    {
        TCodec.Write(ref writer, in element);
        _starts[++_count] = writer.Length - _origin;
    }

    public readonly void Sort(ref MessagePackWriter writer)
    {
        if (_count > 1)
            EntrySort.Sort(writer.BufferFrom(_origin, EntrySort.Spare), _starts, _count);
    }

    public readonly void Dispose() => ArrayPool<int>.Shared.Return(_starts);
}

/// <summary>Recognizes the comparers that a restored collection has: the default comparers of the element type.</summary>
internal static class DefaultComparer
{
    public static bool Is<T>(IEqualityComparer<T>? comparer) =>
        comparer is null || comparer.Equals(EqualityComparer<T>.Default) || (typeof(T) == typeof(string) && ReferenceEquals(comparer, StringComparer.Ordinal));

    public static bool Is<T>(IComparer<T>? comparer) => comparer is null || comparer.Equals(Comparer<T>.Default);

    /// <summary>Refuses a collection whose comparer a restore would lose.</summary>
    public static void Require(bool isDefault, object collection)
    {
        if (!isDefault)
        {
            throw new ArgumentException(
                $"A stored {collection.GetType()} must have the default comparer of its elements, because a restored collection has no other comparer.",
                nameof(collection));
        }
    }
}
