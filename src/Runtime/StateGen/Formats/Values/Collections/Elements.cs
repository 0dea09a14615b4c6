using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Formats.Values.Collections;

/// <summary>Provides the common part of the codecs of all lists: a MessagePack array of the elements in their order.</summary>
internal static class Elements<T, TCodec>
    where TCodec : ICodec<T>
{
    /// <summary>Throws for elements that cannot be stored, null among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check<TElements>(TElements elements)
        where TElements : IEnumerable<T>
    {
        if (TCodec.Normalization != Normalization.None)
            CheckEach(elements);
    }

    /// <summary>Brings the elements of an array into their normal form in place.</summary>
    /// <returns>true if one of the elements may have changed; otherwise, false.</returns>
    public static bool Normalize(T[] elements)
    {
        if (TCodec.Normalization == Normalization.None)
            return false;
        var changed = false;
        for (var i = 0; i < elements.Length; i++)
        {
            var normal = TCodec.Normalize(elements[i]);
            changed |= IsChanged(elements[i], normal);
            elements[i] = normal;
        }

        return changed;
    }

    private static void CheckEach<TElements>(TElements elements)
        where TElements : IEnumerable<T>
    {
        foreach (var element in elements)
            TCodec.Normalize(element);
    }

    /// <summary>Determines whether normalization may have changed a value.</summary>
    public static bool IsChanged(T value, T normal) =>
        TCodec.Normalization == Normalization.Changes && (typeof(T).IsValueType || !ReferenceEquals(value, normal));

    public static void Write(ref MessagePackWriter writer, ReadOnlySpan<T> elements)
    {
        writer.WriteArrayHeader(elements.Length);
        foreach (ref readonly var element in elements)
            TCodec.Write(ref writer, in element);
    }

    /// <summary>Reads the elements that follow a header.</summary>
    public static T[] Read(ref MessagePackReader reader, int count)
    {
        var elements = new ElementBuffer<T>(reader.CapacityFor<T>(count));
        for (; count > 0; count--)
            elements.Add(TCodec.Read(ref reader));
        return elements.TakeArray();
    }
}

/// <summary>Writes elements with their codec, in the order in which they come.</summary>
internal readonly struct ElementWriter<T, TCodec> : IElementWriter<T>
    where TCodec : ICodec<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ref MessagePackWriter writer, in T element) => TCodec.Write(ref writer, in element);
}

/// <summary>Writes the elements of collections that are contiguous in memory.</summary>
internal static class SpanElements
{
    public static void Write<T, TWriter>(ref MessagePackWriter writer, ReadOnlySpan<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (ref readonly var element in collection)
            elements.Write(ref writer, in element);
    }
}

/// <summary>Writes the elements of collections whose class is not known.</summary>
internal static class InterfaceElements
{
    public static void Write<T, TWriter>(ref MessagePackWriter writer, IEnumerable<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }
}

/// <summary>Collects elements as they are read. Grows with the number of elements read, not with the number announced.</summary>
internal struct ElementBuffer<T>
{
    private T[] _elements;
    private int _count;

    public ElementBuffer(int capacity) => _elements = capacity == 0 ? [] : new T[capacity];

    public void Add(T element)
    {
        if (_count == _elements.Length)
            Array.Resize(ref _elements, Math.Max(1, _count * 2));
        _elements[_count++] = element;
    }

    /// <summary>Returns the elements in an array of exactly their number. The buffer must not be used afterwards.</summary>
    public T[] TakeArray()
    {
        if (_count < _elements.Length)
            Array.Resize(ref _elements, _count);
        return _elements;
    }
}

/// <summary>Refuses null, and collections of a derived type, whose own members a restore would lose.</summary>
internal static class ExactType
{
    public static void Require<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.GetType() != typeof(T))
            Refuse(value);
    }

    [DoesNotReturn]
    public static void Refuse<T>(T value)
        where T : class =>
        throw new ArgumentException($"A {value.GetType()} cannot be stored as {typeof(T)}, because its own members would be lost.", nameof(value));
}
