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
}
