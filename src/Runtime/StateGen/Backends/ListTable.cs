namespace StateGen.Backends;

/// <summary>
/// The storage of one list state in a backend. Every operation applies to <see cref="CurrentKey"/>. Elements are kept in the order of
/// appending, under an increasing counter of the subtask (<see cref="StateStore.NextListCounter"/>). Not thread-safe.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
public abstract class ListTable<T>
{
    /// <summary>Initializes the table.</summary>
    /// <param name="descriptor">The state that the table stores.</param>
    /// <param name="currentKey">The operator's current key.</param>
    protected ListTable(StateDescriptor descriptor, CurrentKey currentKey)
    {
        Descriptor = descriptor;
        CurrentKey = currentKey;
    }

    /// <summary>Gets the state that the table stores.</summary>
    public StateDescriptor Descriptor { get; }

    /// <summary>Gets the key that operations apply to.</summary>
    public CurrentKey CurrentKey { get; }

    /// <summary>Converts an element to the form that a restore would return.</summary>
    /// <exception cref="ArgumentException">The element has no stored form.</exception>
    public abstract T Normalize(T element);

    /// <summary>Appends an element in its stored form, without reading the list.</summary>
    public abstract void Append(T element);

    /// <summary>Removes every element of the current key.</summary>
    public abstract void Clear();

    /// <summary>Determines whether the list has no live element.</summary>
    public abstract bool IsEmpty();

    /// <summary>Streams the live elements in order. The caller must not modify the list during the enumeration.</summary>
    public abstract IEnumerator<T> Enumerate();

    /// <summary>Reads all elements at once, where that costs nothing: they are in memory and do not expire.</summary>
    /// <param name="elements">The elements, each to be passed to <see cref="HandOut"/>. They are valid until the list changes or the record ends.</param>
    /// <returns>true if they were read; false if they must be enumerated.</returns>
    internal virtual bool TryRead(out ListElements<T> elements)
    {
        elements = default;
        return false;
    }

    /// <summary>Converts a stored element to what user code receives.</summary>
    internal virtual T HandOut(T element) => element;
}

/// <summary>Elements of a list that are adjacent in an array.</summary>
/// <param name="Items">The array.</param>
/// <param name="WriteTimes">The last-write timestamps of the elements; null if they do not expire.</param>
/// <param name="Start">The index of the first element in the arrays.</param>
/// <param name="Count">The number of elements.</param>
internal readonly record struct ListElements<T>(T[] Items, long[]? WriteTimes, int Start, int Count);
