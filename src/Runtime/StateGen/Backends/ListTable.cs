namespace StateGen.Backends;

/// <summary>
/// The storage of one list state in a backend. Every operation concerns <see cref="CurrentKey"/>. Elements are kept in the order of
/// appending: under an increasing counter that belongs to the subtask (<see cref="StateStore.NextListCounter"/>). Not thread-safe.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
public abstract class ListTable<T>
{
    /// <summary>Initialises the table.</summary>
    /// <param name="descriptor">The state that it stores.</param>
    /// <param name="currentKey">The operator's current key.</param>
    protected ListTable(StateDescriptor descriptor, CurrentKey currentKey)
    {
        Descriptor = descriptor;
        CurrentKey = currentKey;
    }

    /// <summary>The state that is stored here.</summary>
    public StateDescriptor Descriptor { get; }

    /// <summary>The key that operations concern.</summary>
    public CurrentKey CurrentKey { get; }

    /// <summary>The element as a restore would hand it back.</summary>
    /// <exception cref="ArgumentException">It has no stored form.</exception>
    public abstract T Normalize(T element);

    /// <summary>Appends without reading, after bringing the element to its stored form.</summary>
    public abstract void Append(T element);

    /// <summary>Removes every element of the current key.</summary>
    public abstract void Clear();

    /// <summary>Whether there is no live element.</summary>
    public abstract bool IsEmpty();

    /// <summary>Streams the live elements in order; the caller sees to it that nothing is modified meanwhile.</summary>
    public abstract IEnumerator<T> Enumerate();
}
