using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using StateGen.Serialization;

namespace StateGen.Formats.Values.Collections;

/// <summary>
/// The entries of a set or map, which have no order of their own. The entries are encoded into a separate buffer and then written in the order of their
/// bytes, so that equal sets give equal bytes. Dispose this once to return the pooled arrays.
/// </summary>
internal ref struct SortedEntries
{
    private readonly Segment[] _segments;
    private MessagePackWriter _encoded = new(default);
    private int _count;
    private int _start;

    public SortedEntries(int count) => _segments = ArrayPool<Segment>.Shared.Rent(count);

    /// <summary>Gets the writer of the next entry; a call of <see cref="EndEntry"/> follows.</summary>
    [UnscopedRef]
    public ref MessagePackWriter Encoded => ref _encoded;

    public void EndEntry()
    {
        _segments[_count++] = new(_start, _encoded.Length);
        _start = _encoded.Length;
    }

    public readonly void WriteTo(ref MessagePackWriter writer)
    {
        if (_encoded.Rented is { } bytes)
            Array.Sort(_segments, 0, _count, new ByBytes(bytes));
        foreach (var segment in _segments.AsSpan(0, _count))
            writer.WriteRaw(_encoded.Written[segment.Start..segment.End]);
    }

    public void Dispose()
    {
        _encoded.Dispose();
        ArrayPool<Segment>.Shared.Return(_segments);
    }

    private readonly record struct Segment(int Start, int End);

    private sealed class ByBytes(byte[] bytes) : IComparer<Segment>
    {
        public int Compare(Segment x, Segment y) => bytes.AsSpan(x.Start..x.End).SequenceCompareTo(bytes.AsSpan(y.Start..y.End));
    }
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
